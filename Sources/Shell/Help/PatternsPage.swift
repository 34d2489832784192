extension Page {
  /// What patterns have, and what they lack.
  static let patterns = Page(
    "Patterns",
    [
      .paragraph(
        "`title matches \"[Ss]ecure\"` asks whether a pattern, a regular expression, matches a part of "
          + "the text; `extract` gives that part. `^` and `$` bind it to the beginning and the end. "
          + "Capitals count, unless it begins with `(?i)`. A pattern takes time in proportion to the "
          + "text, whatever it is."
      ),
      .expressions([
        (".", "any character but a line break"),
        ("[abc]  [a-z]  [^0-9]", "one of these characters, or none of them"),
        ("\\d  \\w  \\s", "a digit, one of a-z, A-Z, 0-9 and _, a blank; \\D \\W \\S all others"),
        ("[[:alpha:]]  [^[:punct:]]", "a class of POSIX, of ASCII alone"),
        ("a*  a+  a?  a{2}  a{2,5}", "repetitions, as many as fit; with ? behind, as few as fit"),
        ("ab|cd", "one or the other"),
        ("(ab)  (?:ab)  (?i:ab)", "a group; one that extract does not take; one without capitals"),
        ("^  $  \\b  \\B", "the beginning, the end, the edge of a word, none"),
        ("\\.  \\t  \\n", "the sign itself, a tab, a line break"),
      ]),
      .paragraph(
        "They have no back-references such as `\\1`, no look-around such as `(?=a)`, and no names of "
          + "groups: each is an error that says so. `contains`, `starts with` and `ends with` take a "
          + "text as it is."
      ),
    ]
  )
}
