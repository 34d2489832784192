extension Function {
  static let numbers: [Function] = []
  static let texts: [Function] = []
  static let conversions: [Function] = []
  static let choices: [Function] = []
  static let windows: [Function] = []
}
