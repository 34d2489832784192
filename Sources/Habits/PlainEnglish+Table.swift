// The words of plain English.

extension PlainEnglish {
  /// Answers, each with the lines to which it is given.
  static let answerTable = """
    greeting: Welcome. A query is a table, then | and a verb a stage, such as TABLE | count. .tables \
    lists the tables, .help says more.
      hello, hi, hey, hello there, hi there, good morning, good afternoon, good evening, welcome
    ask-help: .help says how a query is written and lists verbs, functions and commands; .help NAME \
    explains one of them, a table or a column.
      help, /help, -h, man scomm, \\h, \\, help me, help please, please help, i need help, what can i do
      what can i ask, how do i start
      how does this work, what is this, how do i use this, what now, usage, man, instructions, info
      how do i ask, what do i do, how do i do this, commands, list commands, show commands
    lost: A query is a table, then | and a verb a stage, such as TABLE | count; .tables lists the \
    tables. In a lesson .hint nudges and .answer shows the answer.
      i dont know, i don't know, i do not know, idk, dunno, no idea, what do i type, what should i type
      what do i write, what should i do, huh, hm, hmm, what, why, i dont understand, i don't understand
      i do not understand, i am confused, im confused, i'm confused, i am lost, im lost, i'm lost, lost
      what does this mean, what does that mean, i am stuck, im stuck, i'm stuck, stuck
    sql: A query begins with its table here: TABLE | where CONDITION | keep COLUMN, …. A whole select, \
    with its from, is translated.
      select, sql, use sql, can i use sql, how do i use sql, from, group by, order by
    nothing-broken: Nothing can be broken here: the data are only read, and .back brings back the \
    result before. An error says below it what to write instead.
      sorry, did i break something, did i break it, is my data safe, is the data safe, i broke it
      error, errors, what went wrong, what did i do wrong, it does not work, it doesn't work
    in-lesson: In a lesson .hint nudges, .answer shows the answer, .skip goes on, and .lesson off leaves \
    it; .lesson lists the lessons.
      hint, hints, answer, skip, check, give up, i give up, solution, quit lesson, stop lesson
      leave lesson, exit lesson, end lesson, lesson off, quit the lesson, leave the lesson
    tutorial: .lesson 1 begins a course of short lessons, .lesson lists them. examples/tour.scq, which \
    comes with the repository of scomm, is a tour. .help language is the language in brief.
      tutorial, tour, demo, lesson, lessons, course, example, examples, getting started, start
      show me examples, learn, teach me, teach me how, how do i learn this, walkthrough, guide
    list-tables: .tables lists the tables; .describe TABLE tells the columns of one.
      tables, table, \\dt, \\d, \\l, show tables, list tables, what tables are there, which tables are there
      show me the tables, what data is there, what data are there, what data do you have, data
      datasets, show databases, list, ls, dir, show all tables, what is in here, columns
      show columns, list columns, fields, schema, describe, variables, contents, files
    past-lines: ↑ brings back earlier lines, and Ctrl-R looks for one; .results lists the results so \
    far, and _2 is the second of them.
      history, previous, history of queries, query history, command history, previous query, last query, past queries
    step-back: .back brings back the result before the last stage. The data are only read, so that \
    nothing else has to be undone.
      undo, back, go back, revert, oops, step back, undo that, take that back, reset, restart
    last-result: .last shows the last result again, .last all with all its rows.
      again, show again, last, repeat, show all, show more, more, all, next, show everything
    save-result: A result is saved by the last stage of its query: TABLE | save "result.csv". Excel \
    and other spreadsheets open such a file; .help formats lists the others.
      export, export to excel, export to csv, export as csv, save, save to excel, save as excel
      save to file, save as csv, save result, save results, download, download csv, to excel
      export results, export data, export this, save this, excel, csv, open in excel, write to file
      export to file, export it, save it, how do i export, how do i save, print, copy
    leave: .quit ends the shell, as Ctrl-D does.
      quit, exit, bye, goodbye, good bye, logout, log out, close, leave, end, stop, done, q, :q, :q!, :wq, quit()
      exit(), \\q, quit now, exit now, quit scomm, exit scomm, let me out, get me out, kill
    thanks: .help says what else can be asked; .quit ends the shell.
      thanks, thank you, thx, great, ok, okay, cool, nice, yes, no, please
    clear-screen: Ctrl-L clears the screen.
      clear, cls, clear screen, clear the screen
    about-program: scomm --version tells the version of the program and of the data; .help is the \
    help on both.
      version, about, license, who are you, what are you, who made this, credits, sources please
    draw: chart draws what a query gives, with the kind that fits its columns: TABLE | total COLUMN \
    by KEY | chart. .help pictures tells the kinds.
      chart, plot, graph, map, draw, draw a chart, make a chart, plot this, show a graph, picture
    """

  /// What the words of a question ask for; `#` stands for a number.
  static let meaningTable = """
    how many, how much, number of, the number of, count of, count, what number of → number
    total, totals, sum, sum of, total number of, altogether, overall, in total, in all → sum
    average, mean, on average → mean
    share, shares, percentage, percentages, percent, proportion, what part → share
    top #, # largest, # biggest, # highest, the # largest, # most → top
    bottom #, # smallest, # lowest, # least, the # smallest, # fewest → bottom
    most, highest, largest, biggest, greatest, max, maximum, top, leading → top 1
    fewest, least, lowest, smallest, min, minimum, bottom → bottom 1
    over time, over the years, trend, trend of, trends in, history of → time
    go up, went up, go down, went down, rise, rose, risen, fall, fell, fallen, grow, grew → time
    increase, increased, decrease, decreased, change, changed, develop, developed → time
    compare, compared, comparison, comparison of, versus, vs, against → comparison
    not, no, without, except, excluding, never, neither, nor, but, other, than → negation
    show, list, give, display, show me all, list all, print, see, get, find → table
    a, an, the, of, in, from, by, for, to, at, on, with, per, each, every, and, or, me, us, i → filler
    what, which, who, whom, where, when, how, was, were, is, are, be, been, being → filler
    do, does, did, has, have, had, there, that, this, these, those, all, any, please → filler
    can, could, would, will, you, tell, want, need, know, like, it, its, their, them, they → filler
    people, persons, person, during, within, across, between, through, s, about → filler
    got, get, came, come, happened, took, place, broken, down, grouped, according, respectively → filler
    """
}
