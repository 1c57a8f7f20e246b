<?php

declare(strict_types=1);

namespace Drupal\Tests\creno\Unit;

use Drupal\creno\ApiAddress;
use Drupal\Tests\UnitTestCase;

/**
 * Tests which addresses name a server.
 *
 * @coversDefaultClass \Drupal\creno\ApiAddress
 *
 * @group creno
 */
class ApiAddressTest extends UnitTestCase {

  /**
   * Tests what is kept of an address, and its origin.
   *
   * @covers ::normalize
   * @covers ::isValid
   * @covers ::origin
   *
   * @dataProvider addresses
   */
  public function testAddress(string $typed, ?string $normalized, string $origin = ''): void {
    $address = ApiAddress::normalize($typed);
    $this->assertSame($normalized !== NULL, ApiAddress::isValid($address), $address);
    if ($normalized !== NULL) {
      $this->assertSame($normalized, $address);
      $this->assertSame($origin, ApiAddress::origin($address));
    }
  }

  /**
   * What people type, what is kept of it (NULL: refused), and its origin.
   */
  public static function addresses(): array {
    $server = 'https://rdv.example.fr';
    return [
      'plain' => [$server, $server, $server],
      'slashes and spaces' => [" $server// ", $server, $server],
      'upper case' => ['HTTPS://Rdv.Example.FR/Agenda', "$server/Agenda", $server],
      'port' => ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
      'IPv6' => ['http://[::1]:8080/', 'http://[::1]:8080', 'http://[::1]:8080'],
      'path' => ["$server/prise-de_rdv/~v1", "$server/prise-de_rdv/~v1", $server],
      'one letter' => ['http://a', 'http://a', 'http://a'],
      'empty' => ['', NULL],
      'no scheme' => ['rdv.example.fr', NULL],
      'protocol-relative' => ['//rdv.example.fr', NULL],
      'another scheme' => ['javascript://rdv.example.fr/%0Aalert(1)', NULL],
      'data' => ['data:text/javascript,alert(1)', NULL],
      'account' => ['https://user:secret@rdv.example.fr', NULL],
      'parameters' => ["$server?a=1", NULL],
      'anchor' => ["$server#a", NULL],
      'no host' => ['https://', NULL],
      'no host, a path' => ['https:///rdv', NULL],
      'port zero' => ["$server:0", NULL],
      'port beyond the last' => ["$server:65536", NULL],
      'policy directives' => ["$server; script-src *", NULL],
      'markup' => ["$server/\"><script>", NULL],
      'two lines' => ["$server\nhttps://example.org", NULL],
      'double slash' => ["$server//rdv", NULL],
      'accents' => ['https://créno.fr', NULL],
    ];
  }

}
