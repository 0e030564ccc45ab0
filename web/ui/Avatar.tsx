/** Two letters of a name: «Марина Соколова» → «МС», «ООО «Ромашка»» → «ОР», nobody → «?». */
export function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = words.filter((word) => /^\p{L}/u.test(word)).slice(0, 2);
  const picked = letters.map((word) => Array.from(word)[0] ?? "").join("").toUpperCase();
  return picked || "?";
}

interface Props { name: string; badge?: string; size?: 32 | 36 | 44; online?: boolean }

/** Decoration beside a written name: hidden from readers. */
export function Avatar({ name, badge, size = 36, online }: Props) {
  return (
    <span class={`av av-${size}`} aria-hidden="true">
      {initials(name)}
      {badge && <s>{badge}</s>}
      {online && <i class="av-on" />}
    </span>
  );
}
