extension Function {
  static let spreads: [Function] = []
  static let choosers: [Function] = []
  static let conditionals: [Function] = []
}
