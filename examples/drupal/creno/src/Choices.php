<?php

declare(strict_types=1);

namespace Drupal\creno;

/**
 * What can be chosen in advance for a visitor: the element's attributes.
 */
final class Choices {

  /**
   * The attributes that hold the short name of a thing.
   */
  public const SLUGS = ['agency', 'skill', 'theme', 'campaign'];

  /**
   * The channels of an appointment.
   */
  public const CHANNELS = ['office', 'video', 'phone'];

  /**
   * The languages that the widget speaks.
   */
  public const LANGUAGES = ['fr', 'en'];

  /**
   * What a short name looks like; the configuration schema holds the same.
   */
  public const SLUG_PATTERN = '/^(?=.{1,64}$)[a-z0-9]+(?:-[a-z0-9]+)*$/D';

  /**
   * The parameters of the hosted page, by attribute, in the element's order.
   */
  private const PARAMETERS = [
    'agency' => 'agence',
    'skill' => 'competence',
    'theme' => 'theme',
    'channel' => 'canal',
    'campaign' => 'campagne',
    'lang' => 'lang',
  ];

  /**
   * Tells whether an attribute is known and its value valid.
   *
   * @param string $name
   *   An attribute.
   * @param string $value
   *   Its value.
   *
   * @return bool
   *   TRUE when the element takes it.
   */
  public static function isValid(string $name, string $value): bool {
    return match (TRUE) {
      in_array($name, self::SLUGS, TRUE) => preg_match(self::SLUG_PATTERN, $value) === 1,
      $name === 'channel' => in_array($value, self::CHANNELS, TRUE),
      $name === 'lang' => in_array($value, self::LANGUAGES, TRUE),
      default => FALSE,
    };
  }

  /**
   * Keeps the valid choices, in the element's order.
   *
   * @param array $choices
   *   Values by attribute; others may be among them.
   *
   * @return array<string, string>
   *   The valid ones.
   */
  public static function valid(array $choices): array {
    $valid = [];
    foreach (array_keys(self::PARAMETERS) as $name) {
      $value = $choices[$name] ?? '';
      if (is_string($value) && self::isValid($name, $value)) {
        $valid[$name] = $value;
      }
    }
    return $valid;
  }

  /**
   * Gives the widget's language for one of the site's.
   *
   * @param string $langcode
   *   A language of the site: fr, en-gb, de.
   *
   * @return string
   *   The widget's language, or an empty text where it does not speak it.
   */
  public static function language(string $langcode): string {
    $lang = strtolower(explode('-', $langcode)[0]);
    return in_array($lang, self::LANGUAGES, TRUE) ? $lang : '';
  }

  /**
   * Gives the address of the hosted page, which needs no script.
   *
   * @param string $api
   *   A valid address of a server.
   * @param array<string, string> $choices
   *   Valid choices.
   *
   * @return string
   *   The hosted page's address, where the same choices are made.
   */
  public static function hostedPage(string $api, array $choices): string {
    $query = [];
    foreach ($choices as $name => $value) {
      $query[self::PARAMETERS[$name]] = $value;
    }
    return $api . '/rdv' . ($query === [] ? '' : '?' . http_build_query($query));
  }

}
