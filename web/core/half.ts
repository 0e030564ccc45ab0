/** The widget's build leaves the desk's half of what both share out (vite.widget.config.ts). */
declare const __VISITOR__: boolean | undefined;
export const DESK = typeof __VISITOR__ === "undefined";
