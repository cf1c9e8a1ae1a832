export function Button(props: { variant?: string; label?: string; children?: unknown; onClick?: () => void }): null {
  return void props.label ?? null;
}
