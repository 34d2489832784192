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
    // Linked with libFuzzer by `make fuzz`; not shipped.
    .library(name: "FuzzTargets", type: .static, targets: ["FuzzTargets"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(name: "CReadline", providers: [.apt(["libreadline-dev"])]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CCompression", providers: [.apt(["zlib1g-dev", "libzstd-dev"])]),
    .systemLibrary(name: "CPostgres", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CBytes"),
    .systemLibrary(name: "CThreads"),
    .systemLibrary(name: "CMemory"),
    .systemLibrary(name: "CLanes"),
    .target(
      name: "Parallel",
      dependencies: ["CThreads"],
      swiftSettings: settings
    ),
    .target(
      name: "Columns",
      dependencies: ["Parallel", "CMemory"],
      swiftSettings: settings
    ),
    .target(
      name: "Catalog",
      dependencies: ["Parallel", "Columns"],
      swiftSettings: settings
    ),
    .target(
      name: "Diagnostics",
      swiftSettings: settings
    ),
    .target(
      name: "Syntax",
      dependencies: ["Diagnostics"],
      swiftSettings: settings
    ),
    .target(
      name: "Habits",
      dependencies: ["Diagnostics", "Syntax"],
      swiftSettings: settings
    ),
    .target(
      name: "Functions",
      dependencies: ["Parallel", "Columns", "Catalog", "Diagnostics", "CLanes"],
      swiftSettings: settings
    ),
    .target(
      name: "Planner",
      dependencies: ["Parallel", "Columns", "Catalog", "Diagnostics", "Functions", "Syntax"],
      swiftSettings: settings
    ),
    .target(
      name: "Execution",
      dependencies: ["Columns", "Catalog", "Parallel", "Functions", "Planner"],
      swiftSettings: settings
    ),
    .target(
      name: "SQL",
      dependencies: ["Columns", "Catalog", "Diagnostics", "Functions", "Planner"],
      swiftSettings: settings
    ),
    .target(
      name: "Remote",
      dependencies: [
        "Parallel", "Columns", "Catalog", "Diagnostics", "Functions", "Syntax", "Planner", "IO",
        "SQL",
      ],
      swiftSettings: settings
    ),
    .target(
      name: "IO",
      dependencies: [
        "Columns", "Catalog", "Parallel", "Diagnostics", "Functions", "CBytes", "CCompression",
        "CSQLite",
      ],
      swiftSettings: settings
    ),
    .target(name: "CRecord"),
    .target(name: "CStart"),
    .target(
      name: "Charts",
      dependencies: [
        "Parallel", "Columns", "Catalog", "Diagnostics", "Functions", "IO", "Planner",
      ],
      swiftSettings: settings
    ),
    .target(
      name: "Lessons",
      dependencies: [
        "Columns", "Catalog", "Diagnostics", "Execution", "Functions", "Habits", "IO", "Planner",
        "Syntax",
      ],
      swiftSettings: settings
    ),
    .target(
      name: "Datasets",
      dependencies: ["Catalog", "IO", "CRecord"],
      swiftSettings: settings
    ),
    .target(
      name: "Shell",
      dependencies: [
        "Parallel", "Columns", "Catalog", "Charts", "Diagnostics", "Functions", "Syntax", "Habits",
        "Planner", "Execution", "IO", "Lessons", "SQL", "Remote", "CReadline",
      ],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "scomm",
      dependencies: [
        "Columns", "Catalog", "Charts", "Functions", "IO", "Parallel", "Remote", "Datasets",
        "Diagnostics", "SQL", "Shell", "CStart",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "scomm-postgres",
      dependencies: ["CPostgres"],
      swiftSettings: settings
    ),
    // What several test targets share: numbers from a seed, and the repository's files.
    .target(
      name: "TestSupport",
      path: "Tests/TestSupport",
      swiftSettings: settings
    ),
    .target(
      name: "Generator",
      dependencies: [
        "TestSupport", "Columns", "Catalog", "Diagnostics", "Functions", "Syntax", "Habits",
        "Planner",
        "Execution", "SQL", "CSQLite",
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
    // What `make fuzz` links with libFuzzer, and the tests that go through its corpus.
    .target(
      name: "FuzzTargets",
      dependencies: ["Catalog", "Columns", "Functions", "Generator", "IO", "Lessons", "Shell"],
      path: "Tests/Fuzz/Targets",
      swiftSettings: settings
    ),
    .testTarget(
      name: "FuzzTests",
      dependencies: ["FuzzTargets", "TestSupport"],
      path: "Tests/Fuzz/FuzzTests",
      swiftSettings: settings
    ),
    .testTarget(
      name: "OracleTests",
      dependencies: ["Generator", "Catalog", "Functions", "Syntax", "Planner", "Execution"],
      path: "Tests/Differential/OracleTests",
      swiftSettings: settings
    ),
    .testTarget(
      name: "RemoteTests",
      dependencies: ["Columns", "Catalog", "Functions", "IO", "Remote"],
      swiftSettings: settings
    ),
    // Measures the engine against others: see Benchmarks/README.md. Not shipped.
    .executableTarget(
      name: "scomm-bench",
      dependencies: [
        "Columns", "Catalog", "Parallel", "Functions", "Syntax", "Planner", "Execution",
      ],
      path: "Benchmarks/Bench",
      swiftSettings: settings
    ),
    .testTarget(
      name: "DiagnosticsTests",
      dependencies: ["Diagnostics", "Syntax", "Habits", "Planner"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ChartsTests",
      dependencies: [
        "TestSupport", "Columns", "Catalog", "Charts", "Diagnostics", "Planner",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "HabitsTests",
      dependencies: ["Functions", "Syntax", "Habits", "Planner"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "SyntaxTests",
      dependencies: ["TestSupport", "Diagnostics", "Syntax", "Habits", "Planner"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "IOTests",
      dependencies: [
        "TestSupport", "Columns", "Catalog", "Diagnostics", "IO", "Datasets", "FuzzTargets",
        "CSQLite",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "FunctionsTests",
      dependencies: [
        "TestSupport", "Columns", "Catalog", "Diagnostics", "Functions", "Syntax", "Planner",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "PlannerTests",
      dependencies: [
        "TestSupport", "Columns", "Catalog", "Functions", "Syntax", "Planner", "Execution",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ExecutionTests",
      dependencies: [
        "TestSupport", "Columns", "Catalog", "Parallel", "Functions", "Syntax", "Planner",
        "Execution",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "SQLTests",
      dependencies: [
        "TestSupport", "Columns", "Catalog", "Functions", "Syntax", "Planner", "Execution", "IO",
        "SQL", "Shell", "CSQLite",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "LessonsTests",
      dependencies: [
        "Catalog", "Columns", "Functions", "IO", "Lessons", "Planner", "Shell", "Syntax",
        "TestSupport",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ShellTests",
      dependencies: [
        "TestSupport", "Columns", "Catalog", "Diagnostics", "Functions", "Syntax", "Planner",
        "Execution", "IO", "Shell",
      ],
      swiftSettings: settings
    ),
  ],
  // `#embed`, by which the record is part of the program.
  cLanguageStandard: .c2x
)
