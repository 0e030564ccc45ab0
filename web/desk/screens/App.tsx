import { useEffect, useState } from "preact/hooks";
import { guarded } from "../../core/storage.ts";
import { session, signOut, type Operator } from "../state/api.ts";
import { Desk, DeskContext } from "../state/desk.ts";
import { say } from "../state/settings.ts";
import { DeskScreen } from "./DeskScreen.tsx";
import { Later } from "./Later.tsx";
import { SignIn } from "./SignIn.tsx";

type Gate = { at: "asking" } | { at: "out"; unreachable: boolean } | { at: "in"; desk: Desk } | { at: "link"; token: string } | { at: "wall"; token: string };

const ASK_AGAIN = 3_000;
const kept = guarded();
const loadJoin = () => import("../people/Join.tsx");
const loadWall = () => import("../floor/Wall.tsx");

/** The secret of a one-time link, if the address is one; it does not stay in the address. */
function tokenOfLink(): string | null {
  const found = /^#join\/([\w-]{20,100})$/.exec(location.hash);
  if (found) history.replaceState(null, "", location.pathname);
  return found?.[1] ?? null;
}

/** The secret of a big screen. It is kept in this browser and leaves the address, so that nobody reads it off the wall. */
function tokenOfWall(): string | null {
  const found = /^#wall(?:\/([\w-]{20,100}))?$/.exec(location.hash);
  if (found === null) return null;
  if (found[1] !== undefined) kept.set("pult.wall", found[1]);
  history.replaceState(null, "", "#wall");
  return found[1] ?? kept.get("pult.wall") ?? "";
}

/** Who is signed in decides what there is: the gate or the desk. */
export function App() {
  const [gate, setGate] = useState<Gate>({ at: "asking" });

  function enter(operator: Operator): void {
    const desk: Desk = new Desk(operator, { denied: () => leave(desk), renewed: () => void renew(desk) });
    setGate({ at: "in", desk });
  }

  /** The same person with other rights: the desk is built anew around what is kept. */
  async function renew(desk: Desk): Promise<void> {
    const answer = await session();
    if (!answer.ok) return;
    desk.close();
    enter(answer.operator);
  }

  function leave(desk: Desk): void {
    desk.close();
    setGate({ at: "out", unreachable: false });
  }

  async function out(desk: Desk): Promise<void> {
    desk.leave();
    await signOut().catch(() => undefined);
    leave(desk);
  }

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function look(): Promise<void> {
      const answer = await session();
      if (answer.ok) return enter(answer.operator);
      setGate({ at: "out", unreachable: answer.code === "unreachable" });
      if (answer.code === "unreachable") timer = setTimeout(() => void look(), ASK_AGAIN);
    }
    const [wall, token] = [tokenOfWall(), tokenOfLink()];
    if (wall !== null) setGate({ at: "wall", token: wall });
    else if (token === null) void look();
    else setGate({ at: "link", token });
    return () => clearTimeout(timer);
  }, []);

  if (gate.at === "asking") return <p class="empty" role="status">{say("app.loading")}</p>;
  if (gate.at === "wall") return <Later load={loadWall} given={{ token: gate.token }} />;
  if (gate.at === "link") {
    const onSignIn = (): void => location.reload();
    return <Later load={loadJoin} given={{ token: gate.token, onEnter: enter, onSignIn }} />;
  }
  if (gate.at === "out") return <SignIn onEnter={enter} unreachable={gate.unreachable} />;
  return (
    <DeskContext.Provider value={gate.desk}>
      <DeskScreen onSignOut={() => void out(gate.desk)} />
    </DeskContext.Provider>
  );
}
