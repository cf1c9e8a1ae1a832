import type ts from "typescript";
import { contractAt } from "../named-exports.js";
import type { Feature } from "../guard.js";
import type { Session } from "../session.js";
import { inlayHintsIn } from "@godwit/project/editor";

/** Shows the contract of a violation, or of any name that a contract bans. */
export const quickInfo: Feature<Session> = (inner, session) => ({
  getQuickInfoAtPosition(fileName, position, ...rest) {
    const own = inner.getQuickInfoAtPosition(fileName, position, ...rest);
    const project = session.leavesToExtension ? undefined : session.projectOf(fileName);
    const contract = project && contractAt(session, fileName, position, { left: ({ id }) => session.leftOf(project, id) });
    if (!contract) return own;
    const [start, end] = contract.span;
    const info: ts.QuickInfo = own ?? {
      kind: session.typescript.ScriptElementKind.unknown,
      kindModifiers: "",
      textSpan: { start, length: end - start },
      displayParts: [],
    };
    const before = info.documentation ?? [];
    const gap = before.length === 0 ? [] : [{ text: "\n\n---\n\n", kind: "lineBreak" }];
    return { ...info, documentation: [...before, ...gap, { text: contract.markdown, kind: "markdown" }] };
  },
});

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
