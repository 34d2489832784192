import Generator

// scomm-hunt laws SEED COUNT
let words = CommandLine.arguments
let seed = words.count > 2 ? UInt64(words[2]) ?? 1 : 1
let count = words.count > 3 ? UInt64(words[3]) ?? 100 : 100
if words.count > 1, words[1] == "show" {
  for seed in seed..<seed + count { print(QueryMaker.query(seed: seed).0.text) }
} else {
  print(Hunt.laws(seeds: seed..<seed + count))
}
