export interface TextPart {
  readonly text: string;
  readonly isAddress: boolean;
}
export function textParts(text: string): readonly TextPart[];
