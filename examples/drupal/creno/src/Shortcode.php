<?php

declare(strict_types=1);

namespace Drupal\creno;

/**
 * Reads [creno agency="paris-opera" theme="premier-rdv"] in plain texts.
 */
final class Shortcode {

  /**
   * What begins every shortcode.
   */
  public const START = '[creno';

  /**
   * The quotes that people and text editors put around values.
   */
  private const QUOTES = '"\'“”„‟«»‹›″‘’‚';

  /**
   * Cuts a text where its shortcodes are.
   *
   * @param string $text
   *   A text, without markup or entities.
   *
   * @return array<string|array<string, string>>
   *   Texts, and choices by attribute in the place of each shortcode. A
   *   shortcode with an unknown attribute, an invalid value or the same
   *   attribute twice is a text like any other.
   */
  public static function split(string $text): array {
    $pieces = [];
    $rest = 0;
    preg_match_all('/\[creno((?:[\s\p{Z}][^\[\]]*)?)\]/u', $text, $matches, PREG_OFFSET_CAPTURE | PREG_SET_ORDER);
    foreach ($matches as [[$whole, $offset], [$inside]]) {
      $choices = self::read($inside);
      if ($choices === NULL) {
        continue;
      }
      $pieces[] = substr($text, $rest, $offset - $rest);
      $pieces[] = $choices;
      $rest = $offset + strlen($whole);
    }
    $pieces[] = substr($text, $rest);
    return array_values(array_filter($pieces, static fn (string|array $piece): bool => $piece !== ''));
  }

  /**
   * Reads the attributes of a shortcode.
   *
   * @param string $inside
   *   What follows [creno.
   *
   * @return array<string, string>|null
   *   Valid choices by attribute, or NULL.
   */
  private static function read(string $inside): ?array {
    $space = '[\s\p{Z}]*';
    $quote = '[' . self::QUOTES . ']';
    $attribute = "[\\s\\p{Z}]+([a-z]+)$space=$space$quote$space([a-z0-9-]+)$space$quote";
    if (preg_match("/^(?:$attribute)*$space\$/Du", $inside) !== 1) {
      return NULL;
    }
    preg_match_all("/$attribute/u", $inside, $matches, PREG_SET_ORDER);
    $choices = [];
    foreach ($matches as [, $name, $value]) {
      if (isset($choices[$name]) || !Choices::isValid($name, $value)) {
        return NULL;
      }
      $choices[$name] = $value;
    }
    return $choices;
  }

}
