"""The style sheet of an HTML page: for the screen, a phone, the dark, and A4 paper."""

SHEET = """\
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b2330; --quiet: #586474; --line: #d6dce4; --head: #f2f5f8;
  --accent: #1d5f8f; --bar: #3f83b5; --good: #1a6b3a; --warn: #855000; --bad: #b3261e;
  --sans: system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, "PingFang SC",
    "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif;
}
:root:lang(zh) {
  --sans: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC",
    system-ui, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12171e; --ink: #e5eaf1; --quiet: #9caab9; --line: #303a47; --head: #1b222c;
    --accent: #7cbdea; --bar: #4f93c4; --good: #74cf97; --warn: #efb45c; --bad: #ff8f85;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 var(--sans); overflow-wrap: anywhere;
}
main { max-width: 62rem; margin: 0 auto; padding: 2.2rem 1.4rem 4rem; }
header { border-bottom: 2px solid var(--accent); padding-bottom: .8rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; letter-spacing: -.01em; }
h2 { margin: 2.6rem 0 .8rem; font-size: 1.3rem; line-height: 1.3; color: var(--accent); }
h2.block, h3, h4, h5, h6, caption, figcaption {
  margin: 1.5rem 0 .5rem; font-size: 1rem; font-weight: 600; line-height: 1.4;
  text-align: left; color: var(--ink);
}
caption, figcaption { margin: 0; padding: 0 0 .45rem; }
.subtitle, .hint, .quiet { color: var(--quiet); }
.subtitle { margin: .35rem 0 0; }
.hint { margin: .3rem 0 0; font-size: .875rem; }
.note { margin: .9rem 0 0; }
.note.warn, .note.bad { border-left: 3px solid currentColor; padding-left: .7rem; }
.good { color: var(--good); }
.warn { color: var(--warn); }
.bad { color: var(--bad); }
.strong, .bad, .warn { font-weight: 600; }
.good::before { content: "\\2713\\a0"; content: "\\2713\\a0" / ""; }
.warn::before { content: "\\25b3\\a0"; content: "\\25b3\\a0" / ""; }
.bad::before { content: "\\25b2\\a0"; content: "\\25b2\\a0" / ""; }
nav ul {
  list-style: none; margin: 1.1rem 0 0; padding: 0; display: flex; flex-wrap: wrap;
  gap: .3rem 1.3rem; font-size: .9rem;
}
a { color: var(--accent); text-underline-offset: .2em; }
.beside {
  display: grid; gap: 0 2.5rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
}
.beside > div { min-width: 0; }
.scroll { overflow-x: auto; margin: 1.5rem 0 0; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td {
  padding: .42rem .9rem .42rem 0; text-align: left; vertical-align: top; font-weight: normal;
  border-bottom: 1px solid var(--line); unicode-bidi: isolate; overflow-wrap: break-word;
}
.break { overflow-wrap: anywhere; }
th[scope="row"], td { min-width: 3.2em; }
.number + :not(.number) { padding-left: .9rem; }
th:last-child, td:last-child { padding-right: 0; }
thead th {
  color: var(--quiet); font-size: .85rem; vertical-align: bottom;
  border-bottom: 1.5px solid var(--quiet);
}
tfoot th, tfoot td { font-weight: 600; border-top: 1.5px solid var(--quiet); border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number, .day, .ref, .short, time { white-space: nowrap; }
th.number { padding-left: .5rem; }
.none { color: var(--quiet); }
.facts {
  margin: 1.2rem 0 0; display: grid; column-gap: 1.4rem;
  grid-template-columns: fit-content(38%) minmax(0, 1fr);
}
:is(h2, h3, h4, h5, h6) + .facts { margin-top: 0; }
.facts > div {
  grid-column: 1 / -1; display: grid; grid-template-columns: minmax(7rem, 34%) 1fr;
  grid-template-columns: subgrid;
  padding: .32rem 0; border-bottom: 1px solid var(--line); font-size: .92rem;
}
.facts dt { color: var(--quiet); grid-column: 1; }
.facts dd { margin: 0; grid-column: 2; }
.tiles {
  display: grid; gap: .8rem; margin: 1.4rem 0 0;
  grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr));
}
.tiles > div {
  display: flex; flex-direction: column; border: 1px solid var(--line);
  border-radius: 6px; padding: .7rem .9rem;
}
.tiles dt { order: 2; }
.tiles dd { margin: 0; }
.tiles .value { order: 1; font-size: 1.7rem; font-weight: 600; line-height: 1.2; }
.tiles .hint { order: 3; }
.chart { margin: 1.5rem 0 0; max-width: 44rem; }
.bars th, .bars td { border: 0; padding: .22rem .8rem .22rem 0; vertical-align: middle; }
.bars th { min-width: 6rem; }
.bars .bar { width: 100%; min-width: 5rem; }
.bars .n, .bars .share { font-variant-numeric: tabular-nums; }
.bars th, .bars td { overflow-wrap: anywhere; }
.bars .share { color: var(--quiet); text-align: right; }
.bars svg { display: block; width: 100%; height: .85rem; }
.trend { display: block; width: 100%; max-width: 30rem; height: auto; }
rect { fill: var(--bar); }
rect.good { fill: var(--good); }
rect.warn { fill: var(--warn); }
rect.bad { fill: var(--bad); }
text { fill: var(--quiet); font: 11px var(--sans); text-anchor: middle; }
text.n { fill: var(--ink); font-variant-numeric: tabular-nums; }
text.year { font-size: 10px; }
.axis { stroke: var(--line); fill: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

@media screen and (max-width: 40rem) {
  main { padding: 1.3rem 1rem 3rem; }
  h1 { font-size: 1.4rem; }
  h2 { font-size: 1.15rem; margin-top: 2.1rem; }
  .tiles { grid-template-columns: repeat(2, 1fr); }
  .bars .bar { min-width: 4rem; }
  .chart { overflow-x: auto; }
  .scroll thead th { white-space: nowrap; }
  .scroll th[scope="row"] {
    position: sticky; left: 0; background: var(--paper); min-width: 6.5rem;
  }
  .scroll td { min-width: 6.5rem; }
  .scroll td.number { min-width: 0; }
  .stack, .stack caption, .stack tbody, .stack tfoot, .stack tr, .stack th, .stack td {
    display: block;
  }
  .stack thead {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  }
  .stack tr { border-top: 1px solid var(--line); padding: .55rem 0; }
  .stack th, .stack td {
    border: 0; padding: .1rem 0; text-align: left; white-space: normal; position: static;
    display: grid; grid-template-columns: 6.5rem 1fr; column-gap: .8rem;
  }
  .stack th[scope="row"] { font-weight: 600; }
  .stack th[data-label]::before, .stack td[data-label]::before {
    content: attr(data-label); color: var(--quiet); font-weight: normal;
  }
  .stack .number + :not(.number) { padding-left: 0; }
  .stack .none { display: none; }
}

@media print {
  :root {
    color-scheme: light;
    --paper: #ffffff; --ink: #000000; --quiet: #444c56; --line: #b9c0c9; --accent: #123f61;
    --bar: #4a7fa8; --good: #14532d; --warn: #6b4000; --bad: #8f1d17;
  }
  :root:lang(zh) body {
    font-family: FangSong, STFangsong, "FangSong_GB2312", "Noto Serif CJK SC", SimSun, serif;
  }
  :root:lang(zh) :is(h1, h2, h3, caption, figcaption, thead th, dt) {
    font-family: SimHei, STHeiti, "Noto Sans CJK SC", sans-serif;
  }
  body { font-size: 10.5pt; line-height: 1.45; print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  h2 { margin-top: 1.6rem; }
  h2, h3, h4, caption, figcaption, thead { break-after: avoid; }
  tr, figure, .tiles, .facts > div, .note { break-inside: avoid; }
  tbody:has(+ tfoot) tr:last-child { break-after: avoid; }
  thead { display: table-header-group; }
  tfoot { display: table-row-group; }
  .scroll { overflow: visible; margin-top: 1rem; }
  table { font-size: 9pt; }
  .beside { grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); }
}
@page {
  size: A4; margin: 20mm 18mm 18mm;
  @bottom-center {
    content: counter(page) " / " counter(pages); font: 9pt sans-serif; color: #444c56;
  }
}
"""
