export function OldButton(props: { kind?: string; label?: string; children?: unknown; onClick?: () => void }): null {
  return void props.label ?? null;
}
