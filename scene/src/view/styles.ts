// How what lies over the canvas looks, in both themes.

export const STYLES = `
.gs-root{position:relative;width:100%;height:100%;min-height:0;overflow:hidden;isolation:isolate;
  --gs-panel:#ffffff;--gs-text:#17202b;--gs-quiet:#4a5868;--gs-line:#c9d2dc;--gs-accent:#0a6cff;--gs-warn:#8a4b00;
  font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--gs-text)}
.gs-root[data-theme=dark]{--gs-panel:#1b232d;--gs-text:#eef3f8;--gs-quiet:#b2bfcc;--gs-line:#3a4654;--gs-accent:#5cb0ff;--gs-warn:#ffc46b}
.gs-root canvas:focus-visible:not([data-by-pointer]){outline:2px solid var(--gs-accent);outline-offset:-2px}
.gs-root canvas{touch-action:none}
.gs-overlays,.gs-layer{position:absolute;inset:0;overflow:hidden;pointer-events:none}
.gs-panel,.gs-note{position:absolute;left:0;top:0;max-width:340px;pointer-events:auto;will-change:transform;visibility:hidden;
  font-size:13px;line-height:1.45;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.gs-panel{background:color-mix(in srgb,var(--gs-panel) 95%,transparent);border:1px solid var(--gs-line);border-radius:10px;
  padding:10px 14px;min-width:130px;box-shadow:0 6px 22px rgb(10 20 35 / 22%)}
.gs-panel::after{content:"";position:absolute;left:50%;bottom:-6px;width:10px;height:10px;background:var(--gs-panel);
  border:solid var(--gs-line);border-width:0 1px 1px 0;transform:translateX(-50%) rotate(45deg)}
.gs-note{background:color-mix(in srgb,var(--gs-panel) 86%,transparent);border-radius:7px;padding:3px 9px;
  box-shadow:0 1px 5px rgb(10 20 35 / 18%);text-align:center;font-weight:500}
.gs-panel :is(h1,h2,h3,h4),.gs-note :is(h1,h2,h3,h4){margin:0 0 4px;font-size:15px;line-height:1.3}
.gs-panel h1,.gs-note h1{font-size:17px}
.gs-panel p,.gs-note p{margin:0 0 4px}
.gs-panel :is(ul,ol){margin:0 0 4px;padding-left:18px}
.gs-panel > :last-child,.gs-note > :last-child{margin-bottom:0}
.gs-panel table{border-collapse:collapse}.gs-panel td,.gs-panel th{padding:2px 8px 2px 0;text-align:left}
.gs-panel a,.gs-note a{color:var(--gs-accent)}
.gs-panel code,.gs-note code{font-size:12px;background:color-mix(in srgb,var(--gs-text) 8%,transparent);padding:1px 4px;border-radius:4px}
.gs-close{position:absolute;right:6px;top:6px;width:24px;height:24px;display:grid;place-items:center;border:0;border-radius:6px;
  background:transparent;color:var(--gs-quiet);cursor:pointer}
.gs-panel:has(.gs-close){padding-right:34px}
.gs-close:hover{background:color-mix(in srgb,var(--gs-text) 10%,transparent);color:var(--gs-text)}
.gs-close:focus-visible,.gs-cube:focus-visible{outline:2px solid var(--gs-accent);outline-offset:1px}
.gs-tip{position:absolute;left:0;top:0;display:none;max-width:320px;background:var(--gs-text);color:var(--gs-panel);
  border-radius:7px;padding:5px 10px;font-size:13px;box-shadow:0 3px 12px rgb(0 0 0 / 25%);white-space:nowrap;overflow:hidden;
  text-overflow:ellipsis;font-variant-numeric:tabular-nums}
.gs-tip b{font-weight:600}.gs-tip span{opacity:.85;margin-left:8px}
.gs-box{position:absolute;border:1.5px solid var(--gs-accent);background:color-mix(in srgb,var(--gs-accent) 14%,transparent);border-radius:2px}
.gs-cube{position:absolute;right:14px;bottom:14px;width:92px;height:92px;cursor:pointer;border-radius:50%}
.gs-cube-keys{margin:0;border:0;padding:4px;position:absolute;right:14px;bottom:112px;display:grid;gap:2px;
  background:var(--gs-panel);border-radius:8px;box-shadow:0 4px 14px rgb(10 20 35 / 22%)}
.gs-cube-keys:not(:focus-within){clip-path:inset(50%);pointer-events:none}
.gs-cube-keys button{font:inherit;font-size:13px;text-align:left;border:0;border-radius:5px;padding:3px 10px;min-height:24px;
  background:transparent;color:var(--gs-text)}
.gs-cube-keys button:focus-visible{outline:2px solid var(--gs-accent)}
.gs-progress{position:absolute;left:50%;top:14px;transform:translateX(-50%);background:var(--gs-panel);border:1px solid var(--gs-line);
  border-radius:9px;padding:7px 14px 9px;font-size:13px;box-shadow:0 3px 12px rgb(10 20 35 / 16%);min-width:180px;text-align:center}
.gs-bar{display:block;height:4px;border-radius:2px;background:color-mix(in srgb,var(--gs-text) 14%,transparent);margin-top:5px;overflow:hidden}
.gs-bar > i{display:block;height:100%;background:var(--gs-accent);border-radius:2px}
.gs-message{position:absolute;inset:0;display:grid;place-content:center;justify-items:center;gap:8px;padding:24px;text-align:center;
  background:var(--gs-panel);color:var(--gs-text)}
.gs-message h2{margin:0;font-size:18px}.gs-message p{margin:0;max-width:56ch;color:var(--gs-quiet)}
.gs-inset{position:absolute;box-shadow:0 0 0 1.5px var(--gs-line),0 4px 14px rgb(10 20 35 / 22%);border-radius:4px 4px 0 0}
.gs-inset b{display:block;background:var(--gs-panel);border-radius:4px 4px 0 0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;padding:4px 10px;font-size:12px;font-weight:600}
@media (prefers-reduced-motion:no-preference){.gs-bar > i{transition:width .2s}}
`
