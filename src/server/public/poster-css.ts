/** The poster for the wall. Sizes are in units of the sheet (--u is a hundredth of its width), so A3 is A4, larger. */
export const posterCss = (size: 'a3' | 'a4'): string => `
@page{size:${size === 'a3' ? 'A3' : 'A4'} portrait;margin:0}
:root{--u:${size === 'a3' ? '2.97mm' : '2.1mm'};--ink:#1c1915;--soft:#5c5347;--hair:#ddd3c0;--reached:#0d5c63;--below:#c9742a;color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#b9ae9c;color:var(--ink);font:calc(2.5*var(--u))/1.4 'Be Vietnam Pro',system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif}
.hint{font:16px/1.5 system-ui,sans-serif;margin:0;padding:12px 20px;background:#fffdf8;text-align:center}
.hint button{font:inherit;font-weight:600;min-height:44px;margin-right:12px;padding:0 20px;border:0;border-radius:8px;background:var(--reached);color:#fff;cursor:pointer}
main{width:calc(100*var(--u));height:calc(141.3*var(--u));margin:20px auto;padding:calc(6*var(--u)) calc(7*var(--u));background:#fff;display:flex;flex-direction:column;overflow:hidden;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.office{font-size:calc(3*var(--u));margin:0;color:var(--soft)}
h1{font-size:calc(4.6*var(--u));line-height:1.3;margin:calc(1*var(--u)) 0 0}
.period{font-size:calc(3.4*var(--u));margin:calc(.6*var(--u)) 0 0}
.answer{font-size:calc(14*var(--u));font-weight:700;line-height:1.1;margin:calc(1.5*var(--u)) 0 0;font-variant-numeric:tabular-nums}
.said{font-size:calc(4.2*var(--u));font-weight:700;margin:0}
.note{color:var(--soft);margin:calc(.6*var(--u)) 0 0}
ol{list-style:none;margin:calc(2*var(--u)) 0 0;padding:0;flex:1;min-height:0;display:flex;flex-direction:column;justify-content:space-evenly}
li{display:grid;grid-template-columns:1fr auto;column-gap:calc(2*var(--u));font-size:calc(2.6*var(--u));line-height:1.35}
li .value{font-weight:700;font-variant-numeric:tabular-nums}
.bar{grid-column:1/-1;display:block;width:100%;height:calc(2.2*var(--u));margin-top:calc(.5*var(--u))}
.track{fill:var(--hair)}.reached{fill:var(--reached)}.below{fill:var(--below)}.goal{fill:#000}.whisker{fill:#fff}
.foot{display:flex;gap:calc(4*var(--u));align-items:center;margin-top:calc(2*var(--u));border-top:calc(.2*var(--u)) solid var(--ink);padding-top:calc(2*var(--u));font-size:calc(2.2*var(--u))}
.qr{width:calc(20*var(--u));height:calc(20*var(--u));flex:none}
.foot p{margin:0 0 calc(.6*var(--u))}
.invite{font-size:calc(2.7*var(--u));font-weight:700;line-height:1.35}
.small{font-size:calc(1.7*var(--u));color:var(--soft)}
@media print{body{background:#fff}.hint{display:none}main{margin:0}}
`;
