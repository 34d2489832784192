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
    .target(name: "Diagnostics", swiftSettings: house),
    .target(name: "Language", dependencies: ["Diagnostics"], swiftSettings: house),
    .target(
      name: "Habits",
      dependencies: ["Diagnostics", "Language"],
      swiftSettings: house
    ),
    .target(
      name: "Plans",
      dependencies: ["Diagnostics", "Language", "Tables", "CLanes"],
      swiftSettings: house
    ),
    .target(
      name: "Execution",
      dependencies: ["Plans", "Tables", "Threads"],
      swiftSettings: house
    ),
    .target(name: "SQL", dependencies: ["Plans", "Diagnostics", "Tables"], swiftSettings: house),
    .target(
      name: "Engines",
      dependencies: ["SQL", "Plans", "Formats", "Diagnostics", "Language", "Tables"],
      swiftSettings: house
    ),
    .target(
      name: "Formats",
      dependencies: ["Tables", "Diagnostics", "Threads", "CSQLite", "CBytes"],
      swiftSettings: house
    ),
    .target(name: "Datasets", dependencies: ["Tables"], swiftSettings: house),
    .target(
      name: "Shell",
      dependencies: [
        "Execution", "Engines", "SQL", "Plans", "Formats", "Habits", "Diagnostics", "Language",
        "Tables",
        "CReadline",
      ],
      swiftSettings: house
    ),
    .executableTarget(
      name: "scomm",
      dependencies: [
        "Shell", "Engines", "Datasets", "Formats", "Plans", "Tables",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: house
    ),
    .executableTarget(name: "scomm-postgres", dependencies: ["CPostgres"], swiftSettings: house),
    // What several test targets share: numbers from a seed, and the repository's files.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: house),
    .target(
      name: "Generator",
      dependencies: [
        "TestSupport", "Execution", "SQL", "Plans", "Diagnostics", "Language", "Tables", "CSQLite",
      ],
      path: "Tests/Differential/Generator",
      swiftSettings: house
    ),
    .executableTarget(
      name: "scomm-hunt",
      dependencies: ["Generator"],
      path: "Tests/Differential/Hunt",
      swiftSettings: house
    ),
    .testTarget(
      name: "OracleTests",
      dependencies: ["Generator", "Execution", "Plans", "Language", "Tables"],
      path: "Tests/Differential/OracleTests",
      swiftSettings: house
    ),
    .testTarget(
      name: "EnginesTests",
      dependencies: ["Engines", "Formats", "Plans", "Tables"],
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
      dependencies: ["TestSupport", "Habits", "Diagnostics", "Language", "Plans"],
      swiftSettings: house
    ),
    .testTarget(
      name: "FormatsTests",
      dependencies: ["TestSupport", "Formats", "Diagnostics", "Tables", "Datasets", "CSQLite"],
      swiftSettings: house
    ),
    .testTarget(
      name: "FunctionsTests",
      dependencies: ["TestSupport", "Plans", "Diagnostics", "Language", "Tables"],
      swiftSettings: house
    ),
    .testTarget(
      name: "ExecutionTests",
      dependencies: ["TestSupport", "Execution", "Plans", "Language", "Tables", "Threads"],
      swiftSettings: house
    ),
    .testTarget(
      name: "SQLTests",
      dependencies: [
        "TestSupport", "SQL", "Shell", "Execution", "Plans", "Formats", "Language", "Tables",
        "CSQLite",
      ],
      swiftSettings: house
    ),
    .testTarget(
      name: "ShellTests",
      dependencies: [
        "TestSupport", "Shell", "Execution", "Plans", "Formats", "Diagnostics", "Language",
        "Tables",
      ],
      swiftSettings: house
    ),
  ]
)
