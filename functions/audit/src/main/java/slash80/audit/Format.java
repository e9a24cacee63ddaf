package slash80.audit;

/// How a report is written.
enum Format {
  TEXT,
  JSON,
  HTML
}
