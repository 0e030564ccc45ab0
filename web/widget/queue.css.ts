/** The strip of somebody who waits; it comes with its part. */
export const queueCss = `
.queue{padding:8px 16px;border-block-end:1px solid var(--line);background:var(--wait-soft);overflow-wrap:anywhere}
.queue b{color:var(--wait)}
.queue form{display:flex;flex-wrap:wrap;gap:8px;align-items:center;padding-block:4px}
.queue input:not([type=checkbox]){flex:1 1 12em;min-width:0;min-height:44px;padding-inline:12px;border:1px solid var(--control);border-radius:10px;background:var(--surface);font-size:16px}
.queue label{flex:1 0 100%;display:flex;gap:8px;font:var(--text-small)}
.queue [type=checkbox]{width:20px;height:20px;flex:none;accent-color:var(--accent)}
.queue .main{padding-inline:16px}
.queue .link{min-height:44px;margin-inline-end:16px}
.queue [role=alert]{flex:1 0 100%;color:var(--late);font:var(--text-small)}
.queue [role=alert]:empty{display:none}
.chat:has(.line p) :is(.queue:not(:has(form)),.queue>p){display:none}
@media(max-height:320px){.queue{padding-block:0}}
`;
