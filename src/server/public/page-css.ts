/** The look of the public page. It stands in the page itself: the page is one file, wherever it is shown or kept. */
export const PAGE_CSS = `
:root{--paper:#f6f1e7;--ink:#26211b;--soft:#5c5347;--line:#857863;--hair:#ddd3c0;--reached:#0d5c63;--below:#c9742a;--accent:#2c4270;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--paper:#1c1915;--ink:#f2ebdd;--soft:#b9ad9b;--line:#8b7f69;--hair:#3d372f;--reached:#74b8b2;--below:#df8f47;--accent:#a9bfeb}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.5 'Be Vietnam Pro',system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;overflow-wrap:anywhere}
main,header,footer{max-width:46rem;margin:0 auto;padding:0 20px}
header{padding-top:32px;display:flex;justify-content:space-between;gap:16px;align-items:baseline}
header a{white-space:nowrap}
header p{margin:0;color:var(--soft)}
h1{font-size:1.5rem;line-height:1.35;margin:24px 0 4px}
h2{font-size:1.15rem;line-height:1.35;margin:40px 0 8px}
a{color:var(--accent)}
.period,.note{color:var(--soft);margin:0 0 16px}
.note{font-size:.92rem}
.answer{font-size:clamp(3rem,14vw,5rem);line-height:1.1;font-weight:700;margin:16px 0 0;font-variant-numeric:tabular-nums}
.said{font-size:1.25rem;font-weight:700;margin:8px 0}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:start;padding:10px 8px 10px 0;border-bottom:1px solid var(--hair);vertical-align:top;font-weight:400}
thead th{color:var(--soft);font-size:.9rem;border-bottom:1px solid var(--line)}
td.figure,th.figure{text-align:end;white-space:nowrap}
.words{overflow-wrap:anywhere}
.sub{display:block;color:var(--soft);font-size:.88rem;white-space:normal}
.bar{display:block;width:100%;height:18px;margin-top:6px}
.track{fill:var(--hair)}.reached{fill:var(--reached)}.below{fill:var(--below)}.goal{fill:var(--ink)}.whisker{fill:var(--paper)}
ul{padding-inline-start:1.2em}
footer{padding:24px 20px 48px;color:var(--soft);font-size:.92rem}
@media print{:root{--paper:#fff;--ink:#000;--soft:#333;--line:#000;--hair:#bbb;--reached:#666;--below:#999;--accent:#000}body{font-size:11pt}header a,.data{display:none}tr,h2{break-inside:avoid}h2{break-after:avoid}}
@page{size:A4;margin:18mm}
`;
