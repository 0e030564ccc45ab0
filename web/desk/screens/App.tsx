import { useEffect, useState } from "preact/hooks";
import { session, signOut, type Operator } from "../state/api.ts";
import { Desk, DeskContext } from "../state/desk.ts";
import { say } from "../state/settings.ts";
import { DeskScreen } from "./DeskScreen.tsx";
import { SignIn } from "./SignIn.tsx";

type Gate = { at: "asking" } | { at: "out"; unreachable: boolean } | { at: "in"; desk: Desk };

const ASK_AGAIN = 3_000;

/** Who is signed in decides what there is: the gate or the desk. */
export function App() {
  const [gate, setGate] = useState<Gate>({ at: "asking" });

  function enter(operator: Operator): void {
    const desk: Desk = new Desk(operator, () => leave(desk));
    setGate({ at: "in", desk });
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
    void look();
    return () => clearTimeout(timer);
  }, []);

  if (gate.at === "asking") return <p class="empty" role="status">{say("app.loading")}</p>;
  if (gate.at === "out") return <SignIn onEnter={enter} unreachable={gate.unreachable} />;
  return (
    <DeskContext.Provider value={gate.desk}>
      <DeskScreen onSignOut={() => void out(gate.desk)} />
    </DeskContext.Provider>
  );
}
