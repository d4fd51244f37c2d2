import { Icon, type IconName } from './Icon.tsx';

interface IconButtonProps {
  readonly icon: IconName;
  /** What it does, for screen readers. */
  readonly name: string;
  /** The tooltip, with the key where there is one; without it there is none. */
  readonly title?: string;
  readonly testId: string;
  /** Beside that of an icon's button: "button-plain". */
  readonly className?: string;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly onClick: () => void;
}

/** A button that is only a picture. */
export function IconButton(props: IconButtonProps) {
  const { icon, name, title, testId, className = 'button-plain', disabled = false, pressed, onClick } = props;
  return (
    <button
      type="button"
      className={`button ${className} button-icon`}
      data-testid={testId}
      aria-label={name}
      aria-pressed={pressed}
      title={title}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
