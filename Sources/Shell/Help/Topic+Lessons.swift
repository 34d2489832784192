// The topic about lessons.

extension Topic {
  static let lessons = [
    Topic(
      "lessons",
      "course",
      summary:
        "A course that is played at the prompt: texts, exercises, and what is said of answers",
      [
        .paragraph(
          "`.lesson` lists the lessons, `.lesson 1` begins one, `.lesson 4.2` goes to an exercise, "
            + "`.lesson FILE` plays a course of your own, and `.lesson off` ends it. Anything may be "
            + "asked meanwhile: only a result that may be meant as an answer is judged."
        ),
        .expressions([
          ("Enter", "goes on, once an exercise is done"),
          (".hint", "gives the next hint"),
          (".check", "judges the last result, whatever it is"),
          (".answer", "shows the answer"),
          (".skip", "shows it and goes on"),
          (".again", "shows the exercise again"),
        ]),
        .paragraph(
          "What counts is the table that comes out: rows in any order unless order is asked for, "
            + "columns under any name, 30.3% or 0.303. A right answer is tried again over changed "
            + "data; what is right here alone is right by luck. What you try is kept in a file of "
            + "yours, and goes nowhere."
        ),
      ],
      examples: ["deportations | total removals by state | share | where state = \"CA\""],
      related: [".lesson", ".hint", ".check", ".again"]
    )
  ]
}
