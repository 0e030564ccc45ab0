/** Two letters of a name: «Марина Соколова» → «МС», «ООО «Ромашка»» → «ОР», nobody → «?». */
export function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = words.filter((word) => /^\p{L}/u.test(word)).slice(0, 2);
  const picked = letters.map((word) => Array.from(word)[0] ?? "").join("").toUpperCase();
  return picked || "?";
}

interface Props {
  name: string;
  badge?: string;
  size?: 32 | 36 | 44 | 64;
  online?: boolean;
  /** A picture's mark; without one (or when it does not come) the initials stand there. */
  picture?: string | null | undefined;
}

/** Decoration beside a written name: hidden from readers. */
export function Avatar({ name, badge, size = 36, online, picture }: Props) {
  return (
    <span class={`av av-${size}`} aria-hidden="true">
      {initials(name)}
      {picture && <img key={picture} src={`/faces/${picture}`} alt="" onError={(event) => event.currentTarget.remove()} />}
      {badge && <s>{badge}</s>}
      {online && <i class="av-on" />}
    </span>
  );
}
