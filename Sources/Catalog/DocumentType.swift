/// A type of document in the words of the Citation Style Language 1.0.2, which citations are written
/// by.
public enum DocumentType: String, CaseIterable, Sendable {
  case article, bill, book, broadcast, chapter, classic, collection, dataset, document, entry, event
  case figure, graphic, hearing, interview, legislation, manuscript, map, pamphlet, patent
  case performance, periodical, post, regulation, report, review, software, song, speech, standard
  case thesis, treaty, webpage
  case journalArticle = "article-journal"
  case magazineArticle = "article-magazine"
  case newspaperArticle = "article-newspaper"
  case dictionaryEntry = "entry-dictionary"
  case encyclopediaEntry = "entry-encyclopedia"
  case legalCase = "legal_case"
  case motionPicture = "motion_picture"
  case musicalScore = "musical_score"
  case conferencePaper = "paper-conference"
  case personalCommunication = "personal_communication"
  case blogPost = "post-weblog"
  case bookReview = "review-book"
}
