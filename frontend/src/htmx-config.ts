/** What htmx must know before it starts: it puts a style sheet into the page at once unless it is told not to. */
const config = document.createElement("meta");
config.name = "htmx-config";
config.content = JSON.stringify({
  includeIndicatorStyles: false,
  allowEval: false,
  selfRequestsOnly: true,
  historyCacheSize: 0, // pages of staff are not kept in the browser's storage
  // Going back asks the server for the whole page, not for its part, and puts it in place. Reloading instead
  // would be simpler, but Chromium loses one in ten reloads that a step back asks for: the list stayed as it was.
  refreshOnHistoryMiss: false,
  historyRestoreAsHxRequest: false,
});
document.head.append(config);
