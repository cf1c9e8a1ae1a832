const UNIFIED = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*_[a-z0-9]{18,}$/;
const RAW = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isUnifiedId = (value: string): boolean => UNIFIED.test(value);

/** Either format, as long as both are in the database. */
export const isKnownId = (value: string): boolean => UNIFIED.test(value) || RAW.test(value);
