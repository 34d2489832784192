// swift-tools-version: 6.2
import PackageDescription

/// The settings of our own targets: warnings are errors, Swift 6 language mode, no import that is
/// not declared.
let settings: [SwiftSetting] = [
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
    .target(name: "Parallel", dependencies: ["CThreads"], swiftSettings: settings),
    .target(name: "Columns", swiftSettings: settings),
    .target(name: "Catalog", dependencies: ["Columns"], swiftSettings: settings),
    .target(name: "Diagnostics", swiftSettings: settings),
    .target(name: "Syntax", dependencies: ["Diagnostics"], swiftSettings: settings),
    .target(
      name: "Habits",
      dependencies: ["Diagnostics", "Syntax"],
      swiftSettings: settings
    ),
    .target(
      name: "Functions",
      dependencies: ["Diagnostics", "Catalog", "Columns", "CLanes"],
      swiftSettings: settings
    ),
    .target(
      name: "Planner",
      dependencies: ["Functions", "Diagnostics", "Syntax", "Catalog", "Columns"],
      swiftSettings: settings
    ),
    .target(
      name: "Execution",
      dependencies: ["Functions", "Planner", "Catalog", "Columns", "Parallel"],
      swiftSettings: settings
    ),
    .target(
      name: "SQL",
      dependencies: ["Functions", "Planner", "Diagnostics", "Catalog", "Columns"],
      swiftSettings: settings
    ),
    .target(
      name: "Remote",
      dependencies: [
        "SQL", "Functions", "Planner", "IO", "Diagnostics", "Syntax", "Catalog", "Columns",
      ],
      swiftSettings: settings
    ),
    .target(
      name: "IO",
      dependencies: ["Catalog", "Columns", "Diagnostics", "Parallel", "CSQLite", "CBytes"],
      swiftSettings: settings
    ),
    .target(name: "Datasets", dependencies: ["Catalog", "Columns"], swiftSettings: settings),
    .target(
      name: "Shell",
      dependencies: [
        "Execution", "Remote", "SQL", "Functions", "Planner", "IO", "Habits", "Diagnostics",
        "Syntax",
        "Catalog", "Columns",
        "CReadline",
      ],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "scomm",
      dependencies: [
        "Shell", "Remote", "Datasets", "Functions", "Planner",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings
    ),
    .executableTarget(name: "scomm-postgres", dependencies: ["CPostgres"], swiftSettings: settings),
    // What several test targets share: numbers from a seed, and the repository's files.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .target(
      name: "Generator",
      dependencies: [
        "TestSupport", "Execution", "SQL", "Functions", "Planner", "Diagnostics", "Syntax",
        "Catalog", "Columns",
        "CSQLite",
      ],
      path: "Tests/Differential/Generator",
      swiftSettings: settings
    ),
    .executableTarget(
      name: "scomm-hunt",
      dependencies: ["Generator"],
      path: "Tests/Differential/Hunt",
      swiftSettings: settings
    ),
    .testTarget(
      name: "OracleTests",
      dependencies: [
        "Generator", "TestSupport", "Execution", "Functions", "Planner", "Syntax", "Catalog",
        "Columns",
      ],
      path: "Tests/Differential/OracleTests",
      swiftSettings: settings
    ),
    .testTarget(
      name: "RemoteTests",
      dependencies: ["Remote", "IO", "Functions", "Planner", "Catalog", "Columns"],
      swiftSettings: settings
    ),
    // Measures the engine against others: see Benchmarks/README.md. Not shipped.
    .executableTarget(
      name: "scomm-bench",
      dependencies: [
        "Execution", "Functions", "Planner", "Syntax", "Catalog", "Columns", "Parallel",
      ],
      path: "Benchmarks/Bench",
      swiftSettings: settings
    ),
    .testTarget(
      name: "SyntaxTests",
      dependencies: ["TestSupport", "Habits", "Diagnostics", "Syntax", "Functions", "Planner"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "IOTests",
      dependencies: ["TestSupport", "IO", "Diagnostics", "Catalog", "Columns", "Datasets"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "FunctionsTests",
      dependencies: [
        "TestSupport", "Functions", "Planner", "Diagnostics", "Syntax", "Catalog", "Columns",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ExecutionTests",
      dependencies: [
        "TestSupport", "Execution", "Functions", "Planner", "Syntax", "Catalog", "Columns",
        "Parallel",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "SQLTests",
      dependencies: [
        "TestSupport", "SQL", "Shell", "Execution", "Functions", "Planner", "IO", "Syntax",
        "Catalog", "Columns",
        "CSQLite",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ShellTests",
      dependencies: [
        "TestSupport", "Shell", "Execution", "Functions", "Planner", "IO", "Diagnostics", "Syntax",
        "Catalog", "Columns",
      ],
      swiftSettings: settings
    ),
  ]
)
