export function faultsOf(dist: string): readonly string[];
