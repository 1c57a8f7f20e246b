<?php

declare(strict_types=1);

namespace Drupal\creno;

/**
 * The address of a Créno server.
 */
final class ApiAddress {

  /**
   * What an address looks like, once normalized.
   *
   * Nothing in it can end a directive of a Content-Security-Policy or an
   * attribute. The configuration schema holds the same pattern.
   */
  public const PATTERN = '~^https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:/[A-Za-z0-9._\~-]+)*$~D';

  /**
   * Takes spaces around and slashes at the end away, and lowers the host's case.
   *
   * @param string $address
   *   What somebody typed.
   *
   * @return string
   *   The address, which may still be invalid.
   */
  public static function normalize(string $address): string {
    $address = rtrim(trim($address), '/');
    return (string) preg_replace_callback(
      '~^[a-z]+://[^/?#@]*~i',
      static fn (array $match): string => strtolower($match[0]),
      $address,
    );
  }

  /**
   * Tells whether an address names a server.
   *
   * @param string $address
   *   A normalized address.
   *
   * @return bool
   *   TRUE for an absolute http or https address without account, parameters,
   *   anchor or slash at the end.
   */
  public static function isValid(string $address): bool {
    // No port beyond the last one, which parse_url() refuses; none is port 0.
    return preg_match(self::PATTERN, $address) === 1
      && is_array(parse_url($address))
      && parse_url($address, PHP_URL_PORT) !== 0;
  }

  /**
   * Gives the origin of an address, as policies name it.
   *
   * @param string $address
   *   A valid address.
   *
   * @return string
   *   The scheme, the host and the port: https://rdv.example.fr.
   */
  public static function origin(string $address): string {
    return implode('/', array_slice(explode('/', $address), 0, 3));
  }

}
