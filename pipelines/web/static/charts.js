// Draws the charts of a page by datasette-dashboards' own functions; in a file, because the policy runs no inline script.
"use strict";
const told = JSON.parse(document.getElementById("charts").textContent);
const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
for (const [slug, chart] of Object.entries(told.charts)) {
  chart.display.usermeta.embedOptions.theme = dark ? "dark" : undefined;
  renderVegaLiteChart(slug, chart, told.query, told.url, told.tall).catch(() => {
    const place = document.getElementById(`chart-${slug}`);
    place.textContent = "The archive did not answer in time.";
  });
}
