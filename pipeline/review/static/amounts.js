// Exact amounts in cents as BigInt: what a person types and what sums leave over. Never a floating-point number.

const NUMBER = /^(\()?([-−])?[¥￥]?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(\))?$/;

/** The text with full-width forms folded and white space removed. */
export function plain(text) {
  return text.normalize("NFKC").replace(/\s+/g, "");
}

/** Cents of yuan of a decimal text in yuan, or null. */
export function cents(text) {
  return typed(text, "1");
}

/** Cents of yuan of what was typed in a unit of `scale` yuan; null where it is no number or finer than a cent. */
export function typed(text, scale) {
  const match = NUMBER.exec(plain(text ?? ""));
  if (!match || Boolean(match[1]) !== Boolean(match[5])) return null;
  const part = match[4] ?? "";
  const digits = BigInt(match[3].replaceAll(",", "") + part) * BigInt(scale) * 100n;
  const divisor = 10n ** BigInt(part.length);
  if (digits % divisor) return null;
  const value = digits / divisor;
  return match[1] || match[2] ? -value : value;
}

/** Cents as yuan with grouping commas and two places. */
export function yuan(value) {
  const negative = value < 0n;
  const text = String(negative ? -value : value).padStart(3, "0");
  const whole = text.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${negative ? "−" : ""}${whole}.${text.slice(-2)}`;
}

/** The decimal text of a value as printed, with grouping commas. */
export function grouped(text) {
  const [whole, part] = text.split(".");
  const sign = whole.startsWith("-") ? "-" : "";
  const spaced = whole.replace("-", "").replace(/\B(?=(\d{3})+$)/g, ",");
  return sign + spaced + (part === undefined ? "" : `.${part}`);
}

/** What a sum leaves over in cents, with some amounts replaced (by record, null: unknown); null where it is unknown. */
export function residual(sum, replaced) {
  let left = 0n;
  for (const term of sum.terms) {
    if (term.weight === null || term.weight === undefined) return null;
    const value = replaced.has(term.id) ? replaced.get(term.id) : term.cny === null ? null : cents(term.cny);
    if (value === null) return null;
    left -= value * BigInt(term.weight);
  }
  return left;
}

/** Whether a residual lies within the sum's tolerance (which can be finer than a cent). */
export function within(sum, left) {
  const [whole, part = ""] = sum.tolerance.split(".");
  const micros = BigInt(whole + part.padEnd(6, "0").slice(0, 6));
  return (left < 0n ? -left : left) * 10000n <= micros;
}
