<?php

declare(strict_types=1);

namespace Drupal\Tests\creno\Unit;

use Drupal\creno\Choices;
use Drupal\Tests\UnitTestCase;

/**
 * Tests what can be chosen in advance.
 *
 * @coversDefaultClass \Drupal\creno\Choices
 *
 * @group creno
 */
class ChoicesTest extends UnitTestCase {

  /**
   * Tests which attributes and values are taken.
   *
   * @covers ::isValid
   *
   * @dataProvider values
   */
  public function testIsValid(string $name, string $value, bool $valid): void {
    $this->assertSame($valid, Choices::isValid($name, $value));
  }

  /**
   * Attributes, their values, and whether they are taken.
   */
  public static function values(): array {
    return [
      ['agency', 'paris-opera', TRUE],
      ['skill', 'a', TRUE],
      ['theme', '1er-rdv', TRUE],
      ['campaign', str_repeat('a', 64), TRUE],
      ['agency', '01890a5d-ac96-774b-bcce-b302099a8057', TRUE],
      ['channel', 'office', TRUE],
      ['channel', 'video', TRUE],
      ['channel', 'phone', TRUE],
      ['lang', 'fr', TRUE],
      ['lang', 'en', TRUE],
      ['agency', '', FALSE],
      ['agency', str_repeat('a', 65), FALSE],
      ['agency', 'Paris', FALSE],
      ['agency', 'paris_opera', FALSE],
      ['agency', '-paris', FALSE],
      ['agency', 'paris-', FALSE],
      ['agency', 'paris--opera', FALSE],
      ['agency', "paris\n", FALSE],
      ['agency', 'opéra', FALSE],
      ['agency', '"><script>', FALSE],
      ['channel', 'letter', FALSE],
      ['lang', 'de', FALSE],
      ['api', 'https://example.org', FALSE],
      ['prefill', 'a', FALSE],
      ['onclick', 'a', FALSE],
    ];
  }

  /**
   * Tests that only valid choices are kept.
   *
   * @covers ::valid
   */
  public function testValid(): void {
    $choices = [
      'lang' => 'fr',
      'id' => 'creno_booking',
      'label' => 'Créno',
      'agency' => 'paris-opera',
      'theme' => '',
      'channel' => 'letter',
      'skill' => ['a'],
    ];
    $this->assertSame(['agency' => 'paris-opera', 'lang' => 'fr'], Choices::valid($choices));
  }

  /**
   * Tests which language stands for one of the site.
   *
   * @covers ::language
   */
  public function testLanguage(): void {
    $spoken = array_map([Choices::class, 'language'], ['fr', 'en', 'fr-ca', 'en-gb', 'de', 'und', '']);
    $this->assertSame(['fr', 'en', 'fr', 'en', '', '', ''], $spoken);
  }

  /**
   * Tests that the hosted page gets the same choices.
   *
   * @covers ::hostedPage
   */
  public function testHostedPage(): void {
    $server = 'https://rdv.example.fr';
    $this->assertSame("$server/rdv", Choices::hostedPage($server, []));
    $choices = [
      'agency' => 'paris-opera',
      'skill' => 'budget',
      'theme' => 'premier-rdv',
      'channel' => 'video',
      'campaign' => 'rentree',
      'lang' => 'fr',
    ];
    $query = 'agence=paris-opera&competence=budget&theme=premier-rdv&canal=video&campagne=rentree&lang=fr';
    $this->assertSame("$server/rdv?$query", Choices::hostedPage($server, $choices));
  }

}
