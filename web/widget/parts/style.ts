/** The looks of the screens that come on demand: with their script, so that no loader of stylesheets weighs on everybody. */
import css from "./start.css?inline";

const element = document.createElement("style");
element.textContent = css;
document.head.append(element);
