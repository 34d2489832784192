import ArgumentParser

/// What a value on the command line is, as shells complete it.
enum CompletedValue: Sendable {
  case any, file, folder
  case words([String])
}

/// A script that teaches a shell the options, their values, and where files belong.
enum CompletionScript: String, CaseIterable {
  case bash, zsh, fish

  /// The script for the shell of that name.
  static func named(_ name: String) throws -> CompletionScript {
    if let script = CompletionScript(rawValue: name) { return script }
    throw ValidationError("There are completions for bash, zsh and fish, not for \(name).")
  }

  /// The script.
  var text: String {
    let options = CommandOption.all
    return switch self {
    case .bash: bash(options)
    case .zsh: zsh(options)
    case .fish:
      options.map(\.fish).joined() + "complete -c scomm -s h -l help -d 'Show help information.'\n"
    }
  }

  /// Bash breaks words at `=`, so that a value may stand two or three words behind its option.
  private func bash(_ options: [CommandOption]) -> String {
    let names = options.flatMap(\.nameList) + ["-h", "--help"]
    return """
      # Completions of scomm for bash.
      _scomm() {
        local cur=${COMP_WORDS[COMP_CWORD]} place=$((COMP_CWORD - 1))
        if [[ $cur == = ]]; then cur=; else [[ ${COMP_WORDS[place]} != = ]] || place=$((place - 1)); fi
        local option=${COMP_WORDS[place]}
        [[ $option == -* || ${COMP_WORDS[place - 1]} != --data ]] || option=--data
        COMPREPLY=()
        case $option in
      \(options.compactMap(\.bashCase).joined(separator: "\n"))
        esac
        if [[ $cur == -* ]]; then
          COMPREPLY=($(compgen -W '\(names.joined(separator: " "))' -- "$cur"))
        else
          compopt -o filenames 2>/dev/null
          mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        fi
      }
      complete -F _scomm scomm

      """
  }

  private func zsh(_ options: [CommandOption]) -> String {
    """
    #compdef scomm
    # Completions of scomm for zsh.
    _scomm() {
      _arguments -s \\
    \(options.map { "    " + $0.zsh + " \\\n" }.joined())    '(-h --help)'{-h,--help}'[\
    Show help information.]' \\
        '*:file:_files'
    }
    if [ "$funcstack[1]" = "_scomm" ]; then _scomm "$@"; else compdef _scomm scomm; fi

    """
  }
}

extension CommandOption {
  /// The names, each with its dashes.
  fileprivate var nameList: [String] { names.split(separator: " ").map(String.init) }

  /// What is done for the value behind the option in bash.
  fileprivate var bashCase: String? {
    guard takesValue else { return nil }
    let action =
      switch completed() {
      case .any: "return"
      case .file:
        "compopt -o filenames 2>/dev/null; "
          + "mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); return"
      case .folder:
        "compopt -o filenames 2>/dev/null; "
          + "mapfile -t COMPREPLY < <(compgen -d -- \"$cur\"); return"
      case .words(let words):
        "COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$cur\")); return"
      }
    return "    \(nameList.joined(separator: "|"))) \(action) ;;"
  }

  /// A specification of `_arguments`.
  fileprivate var zsh: String {
    let text = "[" + help().escaping("'", "[", "]", ":") + "]"
    let action =
      switch completed() {
      case .any: ":value: "
      case .file where names == "--data": ":file:{ compset -P \"*=\"; _files }"
      case .file: ":file:_files"
      case .folder: ":folder:_files -/"
      case .words(let words):
        ":value:(" + words.map { $0.escaping(":") }.joined(separator: " ") + ")"
      }
    return nameList.map { name in
      let ending = !takesValue ? "" : name.hasPrefix("--") ? "=" : "+"
      return "'*\(name)\(ending)\(text)\(takesValue ? action : "")'"
    }
    .joined(separator: " ")
  }

  /// A call of fish's `complete`.
  fileprivate var fish: String {
    let flags = nameList.map {
      $0.hasPrefix("--") ? " -l \($0.dropFirst(2))" : " -s \($0.dropFirst())"
    }
    let arguments =
      switch completed() {
      case _ where !takesValue: ""
      case .any: " -x"
      case .file: " -r -F"
      case .folder: " -x -a '(__fish_complete_directories)'"
      case .words(let words): " -x -a '\(words.joined(separator: " "))'"
      }
    return "complete -c scomm\(flags.joined())\(arguments) -d '\(help().escaping("'"))'\n"
  }
}

extension String {
  /// The text with a backslash before each of these characters; quotes as shells quote them.
  fileprivate func escaping(_ characters: Character...) -> String {
    String(
      flatMap { character -> [Character] in
        guard characters.contains(character) else { return [character] }
        return character == "'" ? Array("'\\''") : ["\\", character]
      }
    )
  }
}
