/** Stands for what each repository has, in the examples of the contracts. */
export declare function newId(entity: string): string;
