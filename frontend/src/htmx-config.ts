/** What htmx must know before it starts: it puts a style sheet into the page at once unless it is told not to. */
const config = document.createElement("meta");
config.name = "htmx-config";
config.content = JSON.stringify({
  includeIndicatorStyles: false,
  allowEval: false,
  selfRequestsOnly: true,
  historyCacheSize: 0, // pages of staff are not kept in the browser's storage
  refreshOnHistoryMiss: true, // going back asks for the whole page, not for its part
});
document.head.append(config);
