/** The look of the button; colours are those of ui/tokens.css in both themes. */
export const buttonCss = `
:host { --ink:#1a1c1e; --surface:#fff; --line:#e1e1d9; --ink-2:#565c62; --accent:#2c55e0; --on-accent:#fff; color-scheme:light dark; }
@media (prefers-color-scheme:dark) { :host { --ink:#eceded; --surface:#1c1e20; --line:#2e3135; --ink-2:#a9afb5; --accent:#8ba6ff; --on-accent:#0e1330; } .launcher { --own:var(--own-dark,var(--ink)); } }
* { box-sizing:border-box; margin:0; font:14px/20px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif; }
[hidden] { display:none !important; }
button { cursor:pointer; border:0; color:inherit; background:none; }
button:focus-visible { outline:0; box-shadow:0 0 0 2px var(--surface),0 0 0 4px var(--accent); }
svg { width:24px; height:24px; fill:none; stroke:currentColor; stroke-width:1.5; stroke-linecap:round; stroke-linejoin:round; display:block; }
.launcher { position:fixed; inset-block-end:16px; inset-inline-end:16px; width:56px; height:56px; border-radius:50%; display:grid; place-items:center;
  background:var(--own,var(--ink)); color:var(--surface); box-shadow:0 1px 2px rgb(20 20 10/.12),0 8px 24px rgb(20 20 10/.16); transition:transform .12s; }
.wide { display:flex; gap:8px; width:auto; max-width:calc(100vw - 32px); padding-inline:16px 20px; border-radius:28px; font-weight:600; }
img { width:28px; height:28px; object-fit:contain; }
.ways { position:fixed; inset-block-end:16px; inset-inline-end:16px; max-width:calc(100vw - 32px); display:flex; flex-wrap:wrap; gap:0 16px; padding:4px 16px; border-radius:16px;
  background:var(--surface); border:1px solid var(--line); box-shadow:0 8px 24px rgb(20 20 10/.16); }
.ways a { color:var(--accent); line-height:44px; }
:host(.start) .ways { inset-inline:16px auto; }
:host(.start) .launcher { inset-inline:16px auto; }
.launcher:active { transform:scale(.96); }
[aria-busy=true] { opacity:.6; }
.badge { position:absolute; inset-block-start:-4px; inset-inline-end:-4px; min-width:22px; padding:0 6px; border-radius:11px; text-align:center;
  font:600 12px/22px system-ui,sans-serif; background:var(--accent); color:var(--on-accent); }
@media (prefers-reduced-motion:reduce) { .launcher { transition:none; } }
@media print { .launcher { display:none; } }
`;
