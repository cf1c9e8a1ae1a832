import { inlayHintsIn } from "@godwit/project/editor";
import type { Feature } from "../guard.js";
import type { Session } from "../session.js";

/** `→ generateBaseId("user")` after a violation. */
export const inlayHints: Feature<Session> = (inner, session) => ({
  provideInlayHints(fileName, span, ...rest) {
    const own = inner.provideInlayHints(fileName, span, ...rest);
    const setting = session.settingsFor(fileName).inlayHints;
    const findings = setting === "off" ? undefined : session.findings(fileName);
    if (!findings) return own;
    const hints = inlayHintsIn(findings, [span.start, span.start + span.length], setting);
    const kind = session.typescript.InlayHintKind.Type;
    return [...own, ...hints.map(({ offset, text }) => ({ text, position: offset, kind, whitespaceBefore: true }))];
  },
});
