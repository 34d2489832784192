// swift-tools-version: 6.2
import PackageDescription

/// Our own targets: warnings are errors, Swift 6 language mode, no import that is not declared.
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "scomm",
  products: [
    .executable(name: "scomm", targets: ["scomm"]),
    .executable(name: "scomm-postgres", targets: ["scomm-postgres"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(name: "CReadline", providers: [.apt(["libreadline-dev"])]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CPostgres", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CBytes"),
    .systemLibrary(name: "CThreads"),
    .systemLibrary(name: "CLanes"),
    .target(name: "Threads", dependencies: ["CThreads"], swiftSettings: house),
    .target(name: "Tables", swiftSettings: house),
    .target(name: "Language", swiftSettings: house),
    .target(name: "Habits", dependencies: ["Language"], swiftSettings: house),
    .target(name: "Plans", dependencies: ["Language", "Tables", "CLanes"], swiftSettings: house),
    .target(
      name: "Execution",
      dependencies: ["Plans", "Tables", "Threads"],
      swiftSettings: house
    ),
    .target(name: "SQL", dependencies: ["Plans", "Language", "Tables"], swiftSettings: house),
    .target(
      name: "Engines",
      dependencies: ["SQL", "Plans", "Formats", "Language", "Tables"],
      swiftSettings: house
    ),
    .target(
      name: "Formats",
      dependencies: ["Tables", "Language", "Threads", "CSQLite", "CBytes"],
      swiftSettings: house
    ),
    .target(name: "Datasets", dependencies: ["Tables"], swiftSettings: house),
    .target(
      name: "Shell",
      dependencies: [
        "Execution", "Engines", "SQL", "Plans", "Formats", "Habits", "Language", "Tables",
        "CReadline",
      ],
      swiftSettings: house
    ),
    .executableTarget(
      name: "scomm",
      dependencies: [
        "Shell", "Engines", "Datasets", "Plans",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: house
    ),
    .executableTarget(name: "scomm-postgres", dependencies: ["CPostgres"], swiftSettings: house),
    .target(
      name: "Generator",
      dependencies: ["Execution", "SQL", "Plans", "Language", "Tables", "CSQLite"],
      path: "Tests/Generator",
      swiftSettings: house
    ),
    .executableTarget(
      name: "scomm-hunt",
      dependencies: ["Generator"],
      path: "Tests/Hunt",
      swiftSettings: house
    ),
    .testTarget(
      name: "OracleTests",
      dependencies: ["Generator", "Execution", "Plans", "Language", "Tables"],
      swiftSettings: house
    ),
    .testTarget(
      name: "EnginesTests",
      dependencies: ["Engines", "Plans", "Tables"],
      swiftSettings: house
    ),
    // Measures the engine against others: see Benchmarks/README.md. Not shipped.
    .executableTarget(
      name: "scomm-bench",
      dependencies: ["Execution", "Plans", "Language", "Tables", "Threads"],
      path: "Benchmarks/Bench",
      swiftSettings: house
    ),
    .testTarget(
      name: "LanguageTests",
      dependencies: ["Habits", "Language", "Plans"],
      swiftSettings: house
    ),
    .testTarget(
      name: "FormatsTests",
      dependencies: ["Formats", "Tables", "Datasets"],
      swiftSettings: house
    ),
    .testTarget(
      name: "FunctionsTests",
      dependencies: ["Plans", "Language", "Tables"],
      swiftSettings: house
    ),
    .testTarget(
      name: "ExecutionTests",
      dependencies: ["Execution", "Plans", "Language", "Tables", "Threads"],
      swiftSettings: house
    ),
    .testTarget(
      name: "SQLTests",
      dependencies: [
        "SQL", "Shell", "Execution", "Plans", "Formats", "Language", "Tables", "CSQLite",
      ],
      swiftSettings: house
    ),
    .testTarget(
      name: "ShellTests",
      dependencies: ["Shell", "Execution", "Plans", "Formats", "Language", "Tables"],
      swiftSettings: house
    ),
  ]
)
