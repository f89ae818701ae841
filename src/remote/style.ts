/** The page's one style: large targets, the system's own colours of light and dark, contrast for WCAG 2.2 AA. */
export const style = `
:root{--ground:#fff;--text:#1a1a1a;--quiet:#555;--line:#767676;--main:#0b57a4;--on-main:#fff;--good:#176b2c;--warn:#7a4b00;--bad:#b3261e;--mark:#e8f0fa}
@media(prefers-color-scheme:dark){:root{--ground:#121417;--text:#ececec;--quiet:#b4b8bd;--line:#8b9096;--main:#8ab8ee;--on-main:#0a1a2b;--good:#7fd391;--warn:#f0bf6c;--bad:#ff9a90;--mark:#1d2a3a}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
#page{max-width:46rem;margin:0 auto;padding:0 1rem 4rem}
header{display:flex;gap:1rem;align-items:baseline;justify-content:space-between;padding:.5rem 0;border-bottom:1px solid var(--line);color:var(--quiet);font-size:.875rem}
h1{font-size:1.375rem;line-height:1.3;margin:1rem 0 .5rem}
h1:focus{outline:none}
p{margin:.5rem 0}
button,input,a.button{font:inherit;min-height:2.75rem;border-radius:.5rem;border:1px solid var(--line);background:transparent;color:var(--text)}
button,a.button{display:inline-flex;align-items:center;padding:.5rem 1rem;cursor:pointer;text-decoration:none;text-align:left}
button.main{background:var(--main);border-color:var(--main);color:var(--on-main);font-weight:600}
:focus-visible{outline:3px solid var(--main);outline-offset:2px}
label{display:block;margin:.75rem 0 .25rem;font-weight:600}
input{width:100%;padding:.5rem .75rem}
input.code{max-width:12rem;font-size:1.5rem;letter-spacing:.15em}
ul,ol{list-style:none;margin:.5rem 0;padding:0}
li{margin:.375rem 0}
li.row{display:flex;flex-wrap:wrap;gap:.375rem}
li.row>button:first-child{flex:1 1 100%;flex-direction:column;align-items:flex-start}
li.row>button.marked{background:var(--mark);border-color:var(--main)}
small{color:var(--quiet);font-size:.875rem}
.ok{color:var(--good)}.warning,.now{color:var(--warn)}.blocked{color:var(--bad)}.done{color:var(--good)}.quiet{color:var(--quiet)}
.commands{display:flex;flex-wrap:wrap;gap:.5rem;margin:1rem 0}
.status{min-height:1.5rem;font-weight:600}
progress{width:100%;height:1rem}
.log{font:.8125rem/1.45 ui-monospace,monospace}
@media(prefers-reduced-motion:no-preference){button{transition:background .1s}}
`;
