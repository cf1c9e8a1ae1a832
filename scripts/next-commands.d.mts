/** Commands to type at the root of the repository, and what each shows. */
export declare const NEXT_COMMANDS: readonly { readonly command: string; readonly why: string }[];

/** Files to open, and what each says. */
export declare const NEXT_FILES: readonly { readonly file: string; readonly why: string }[];
