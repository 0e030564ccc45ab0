import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon.tsx";

interface Native {
  onClick?: (event: MouseEvent) => void;
  disabled?: boolean;
  /** −1: for the pointer alone; the keyboard has another way */
  tabIndex?: number;
  "aria-haspopup"?: "menu";
  "aria-expanded"?: boolean;
  [data: `data-${string}`]: string;
}

interface Props extends Native {
  children: ComponentChildren;
  /** the one key that does the same; shown on the button, told to assistive technology */
  kbd?: string;
  look?: "plain" | "main" | "quiet" | "danger";
  icon?: IconName;
  busy?: boolean;
  type?: "button" | "submit";
}

const SPOKEN: Readonly<Record<string, string>> = { "⏎": "Enter", Esc: "Escape" };

export function Button({ children, kbd, look = "plain", icon, busy = false, type = "button", disabled = false, ...rest }: Props) {
  return (
    <button
      {...rest} type={type} class={`btn btn-${look}`} disabled={disabled || busy} aria-busy={busy}
      {...(kbd ? { "aria-keyshortcuts": SPOKEN[kbd] ?? kbd } : {})}
    >
      {icon && <Icon name={icon} size={18} />}
      <span class="btn-words">{children}</span>
      {kbd && <kbd aria-hidden="true">{kbd}</kbd>}
    </button>
  );
}

interface IconProps extends Native {
  icon: IconName;
  /** what a reader hears and a pointer sees: an icon never stands without its name */
  label: string;
}

export function IconButton({ icon, label, ...rest }: IconProps) {
  return (
    <button {...rest} type="button" class="icon-btn" aria-label={label} title={label}>
      <Icon name={icon} />
    </button>
  );
}
