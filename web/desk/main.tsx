import { options, render } from "preact";
import "../ui/tokens.css";
import "../ui/ui.css";
import "./styles/frame.css";
import "./styles/list.css";
import "../ui/files.css";
import "./styles/talk.css";
import "./styles/side.css";
import { App } from "./screens/App.tsx";
import { dressPage } from "./state/settings.ts";

// What a part of the screen does once it is drawn (taking the keyboard, listening) is done before the next key or press can come;
// after the next frame, as is usual, a quick one would still go where nothing listens or to what stood there before.
options.requestAnimationFrame = queueMicrotask;

dressPage();
const root = document.getElementById("desk");
if (root) render(<App />, root);

// The keyboard of a phone takes its part of the screen: what is left is the desk's height, so the box stays above it.
const seen = globalThis.visualViewport;
seen?.addEventListener("resize", () => {
  const covered = innerHeight - seen.height > 60 && seen.scale === 1;
  if (root) root.style.height = covered ? `${seen.height}px` : "";
});
