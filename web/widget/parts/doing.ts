/** Everything one can do with a talk besides writing: comes with its first line. */

import css from "./doing.css?inline";
import { dress } from "../lately.ts";

export { AboutBar, EndTalk } from "./About.tsx";
export { Menu } from "./Menu.tsx";

dress(css);
