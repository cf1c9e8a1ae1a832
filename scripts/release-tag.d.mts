/** What keeps a repository from being released under a tag. */
export declare function findTagFaults(root: string, tag: string): string[];
