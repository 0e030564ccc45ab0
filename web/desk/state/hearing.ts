import type { ServerFrame } from "../../core/protocol.ts";
import { hearOffer } from "../offers/offers.ts";
import type { Doing, State } from "./api.ts";
import type { Desk } from "./desk.ts";
import { hearFloor } from "./floor.ts";
import { takeHere } from "./here.ts";
import { stateName } from "./named.ts";
import { WINDOW } from "./remote.ts";
import { say } from "./settings.ts";
import { toast } from "./toasts.ts";

/** What the server says, to whom it concerns; numbered streams have gone to their followers before. */
export function hear(desk: Desk, frame: ServerFrame): void {
  desk.outbox.take(frame);
  desk.links.take(frame);
  desk.list.hear(frame);
  desk.tools.hear(frame);
  desk.beside.take(frame);
  desk.among.take(frame);
  hearOffer(frame, () => desk.preferences.value.peek().notice);
  if (frame.t === "draft" && frame.window !== WINDOW) desk.drafts.hear(frame.conv, frame.version);
  if (frame.t === "later") void desk.laters.load();
  if (frame.t === "preferences") desk.preferences.take(frame);
  if (frame.t === "profile") desk.profile.value = frame.profile;
  if (frame.t === "state") {
    desk.doing.value.value = frame.doing as Doing;
    if (frame.by && frame.by.id !== desk.me.id) toast(say("state.setBy", { name: frame.by.name, state: stateName(frame.doing.state as State, frame.doing.named) }));
  }
  if (frame.t === "floor") hearFloor(frame);
  if (frame.t === "mine") desk.list.read(frame.conv, frame.n);
  if (frame.t === "here") takeHere(frame.id.replace(/^c:/, ""), frame.on);
  if (frame.t === "peek") desk.list.peek(frame.id.replace(/^c:/, ""), frame.k, frame.text);
}
