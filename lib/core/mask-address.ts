/** "ada@example.com" as "a…@example.com": enough for whom it belongs to, too little for others. */
export const maskAddress = (email: string): string => email.replace(/^(.)[^@]*/, "$1…");
