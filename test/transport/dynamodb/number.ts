import { invalid } from '../refused.ts';

/** A number without its leading and trailing zeros: 0.d1d2d3… × 10^exponent. No digits: zero. */
interface Parts {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;
const mostDigits = 38;

const partsOf = (text: string): Parts => {
  const [, sign, whole = '', fraction = '', exponent = '0'] = pattern.exec(text.trim()) ?? [];
  if (sign === undefined || whole + fraction === '')
    throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  const all = whole + fraction;
  const digits = all.replace(/^0+/, '');
  return {
    negative: sign === '-' && digits !== '',
    digits: digits.replace(/0+$/, ''),
    exponent: Number(exponent) + whole.length - (all.length - digits.length),
  };
};

const write = ({ negative, digits, exponent }: Parts): string => {
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (exponent <= 0) return `${sign}0.${'0'.repeat(-exponent)}${digits}`;
  if (digits.length <= exponent) return sign + digits.padEnd(exponent, '0');
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
};

/** The one way in which DynamoDB writes a number. Throws for what is no number, too precise (38 digits) or out of range. */
export const normalNumber = (text: string): string => {
  const parts = partsOf(text);
  if (parts.digits.length > mostDigits)
    throw invalid('Attempting to store more than 38 significant digits in a Number');
  if (parts.digits !== '' && parts.exponent > 126)
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  if (parts.digits !== '' && parts.exponent < -129)
    throw invalid(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  return write(parts);
};

export const significantDigits = (text: string): number => partsOf(text).digits.length;
export const isNegative = (text: string): boolean => partsOf(text).negative;

/** Both as whole numbers at the same power of ten. */
const aligned = (one: string, other: string): readonly [bigint, bigint, number] => {
  const [a, b] = [partsOf(one), partsOf(other)];
  const lowest = Math.min(a.exponent - a.digits.length, b.exponent - b.digits.length);
  const whole = ({ negative, digits, exponent }: Parts): bigint => {
    const size = BigInt(`${digits === '' ? '0' : digits}${'0'.repeat(exponent - digits.length - lowest)}`);
    return negative ? -size : size;
  };
  return [whole(a), whole(b), lowest];
};

export const compareNumbers = (one: string, other: string): number => {
  const [a, b] = aligned(one, other);
  return a < b ? -1 : a > b ? 1 : 0;
};
export const addNumbers = (one: string, other: string): string => {
  const [a, b, power] = aligned(one, other);
  return normalNumber(`${a + b}e${power}`);
};
export const negate = (text: string): string =>
  text === '0' ? text : text.startsWith('-') ? text.slice(1) : `-${text}`;
