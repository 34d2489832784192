import Catalog
@preconcurrency import Glibc

/// The civil day on which the program runs, in the time zone of the system.
///
/// `SOURCE_DATE_EPOCH`, seconds since 1970, stands for the present time where it is set, as in builds
/// that must give the same bytes again.
func today() -> CivilDate {
  var (seconds, parts) = (time(nil), tm())
  if let epoch = variable("SOURCE_DATE_EPOCH").flatMap({ Int($0) }) {
    seconds = epoch
    gmtime_r(&seconds, &parts)
  } else {
    localtime_r(&seconds, &parts)
  }
  let (year, month) = (Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1)
  return CivilDate(year: year, month: month, day: Int(parts.tm_mday))
}
