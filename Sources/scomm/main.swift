print("scomm")
