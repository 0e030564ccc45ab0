/** The look of the panel, beside what button.css.ts has set. */
export const panelCss = `
.panel { position:fixed; inset-block-end:84px; inset-inline-end:16px; width:376px; height:620px; max-height:calc(100vh - 100px); max-height:calc(100dvh - 100px);
  border-radius:16px; overflow:hidden; background:var(--surface); color:var(--ink); box-shadow:0 1px 2px rgb(20 20 10/.06),0 8px 24px rgb(20 20 10/.16); outline:1px solid var(--line); }
iframe { position:absolute; inset:0; width:100%; height:100%; border:0; display:block; color-scheme:normal; }
.wait { position:absolute; inset:0; z-index:1; background:var(--surface); display:flex; flex-direction:column; gap:12px; align-items:center; justify-content:center; padding:24px; text-align:center; }
.note { color:var(--ink-2); }
.again { min-height:44px; padding:0 16px; border-radius:10px; background:var(--ink); color:var(--surface); }
.close { position:absolute; inset-block-start:12px; inset-inline-end:12px; width:44px; height:44px; display:grid; place-items:center; border-radius:10px; color:var(--ink-2); }
:host(.start) .panel { inset-inline:16px auto; }
@media (max-width:480px),(max-height:420px) {
  .panel, :host(.start) .panel { inset:0; width:100%; height:100%; height:100dvh; max-height:none; border-radius:0; outline:0; }
  .panel:not([hidden]) + .launcher { display:none; }
}
@media print { .panel { display:none; } }
`;
