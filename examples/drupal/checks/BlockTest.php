<?php

declare(strict_types=1);

namespace Creno\Checks;

use Drupal\creno\Plugin\Block\BookingBlock;
use PHPUnit\Framework\TestCase;

/**
 * Checks the block: its form and what it shows.
 */
class BlockTest extends TestCase {

  private const SERVER = 'https://rdv.example.fr';

  /**
   * Every choice shows, in the element and in its link.
   */
  public function testRender(): void {
    $site = new Site(self::SERVER);
    $build = $this->block($site, [
      'agency' => 'paris-opera',
      'theme' => 'premier-rdv',
      'channel' => 'video',
      'campaign' => 'rentree',
      'lang' => 'en',
    ])->build();
    $this->assertSame(['creno/widget'], $build['#attached']['library']);
    $this->assertSame(['config:creno.settings'], $build['#cache']['tags']);
    $this->assertSame(['languages:language_interface'], $build['#cache']['contexts']);
    $query = 'agence=paris-opera&amp;theme=premier-rdv&amp;canal=video&amp;campagne=rentree&amp;lang=en';
    $this->assertSame(
      '<creno-booking api="https://rdv.example.fr" agency="paris-opera" theme="premier-rdv" channel="video" campaign="rentree" lang="en">'
      . "<a href=\"https://rdv.example.fr/rdv?$query\" class=\"creno-booking-link\">Book an appointment</a></creno-booking>",
      $this->html($site, $build),
    );
  }

  /**
   * The language is the site's where none is chosen.
   */
  public function testLanguage(): void {
    foreach (['fr' => 'Prendre', 'en-gb' => 'Book', 'de' => 'Book'] as $langcode => $word) {
      $site = new Site(self::SERVER, $langcode);
      $html = $this->html($site, $this->block($site)->build());
      $this->assertStringContainsString($word, $html);
      $lang = $langcode === 'de' ? '' : ' lang="' . substr($langcode, 0, 2) . '"';
      $this->assertStringStartsWith("<creno-booking api=\"https://rdv.example.fr\"$lang><a ", $html);
    }
  }

  /**
   * Nothing shows without a server, and the cache knows why.
   */
  public function testWithoutServer(): void {
    foreach (['', 'javascript:alert(1)'] as $api) {
      $build = $this->block(new Site($api), ['agency' => 'paris'])->build();
      $this->assertSame(['#cache'], array_keys($build));
      $this->assertSame(['config:creno.settings'], $build['#cache']['tags']);
    }
  }

  /**
   * Another server is called by the same script, and told to the policy.
   */
  public function testAnotherServer(): void {
    $site = new Site(self::SERVER);
    $build = $this->block($site, ['api' => 'https://autre.example/agenda'])->build();
    $this->assertSame(['creno/widget'], $build['#attached']['library']);
    $origins = $build['#attached']['drupalSettings']['creno']['origins'];
    $this->assertSame(['https://autre.example' => TRUE], $origins);
    $html = $this->html($site, $build);
    $this->assertStringContainsString(' api="https://autre.example/agenda"', $html);
    $this->assertStringContainsString('href="https://autre.example/agenda/rdv?lang=fr"', $html);
  }

  /**
   * Whatever the configuration holds, it cannot leave its attribute.
   */
  public function testHostileConfiguration(): void {
    $site = new Site(self::SERVER);
    $hostile = '"><script>alert(1)</script>';
    $build = $this->block($site, array_fill_keys(['api', 'agency', 'theme', 'channel', 'lang'], $hostile))->build();
    $this->assertStringNotContainsString('script', $this->html($site, $build));
    // Nor what a theme or another module puts in the variables.
    $build['#booking_attributes']['data-x'] = $hostile;
    $build['#fallback_url'] = $build['#fallback_text'] = $hostile;
    $this->assertStringNotContainsString('<script', $this->html($site, $build));
  }

  /**
   * The form keeps what is valid and says what is not.
   */
  public function testForm(): void {
    $site = new Site(self::SERVER);
    $block = $this->block($site);
    $defaults = $block->defaultConfiguration();
    $form = $block->blockForm([], $site);
    $this->assertEqualsCanonicalizing(array_keys($form), array_diff(array_keys($defaults), ['label_display']));
    foreach ($form as $name => $element) {
      $this->assertSame($defaults[$name], $element['#default_value']);
    }

    $site->values = ['agency' => ' paris ', 'skill' => '', 'channel' => 'phone', 'api' => 'https://Autre.example/'];
    $block->blockValidate($form, $site);
    $this->assertSame([], $site->errors);
    $block->blockSubmit($form, $site);
    $expected = ['agency' => 'paris', 'channel' => 'phone', 'api' => 'https://autre.example'];
    $this->assertEquals($expected + $defaults, $block->getConfiguration());

    $site->values = ['agency' => 'Paris', 'skill' => 'a b', 'theme' => 'é', 'campaign' => '-', 'api' => 'ftp://a'];
    $block->blockValidate($form, $site);
    $this->assertEqualsCanonicalizing(array_keys($site->values), array_keys($site->errors));

    $site = new Site('');
    $site->values = ['api' => 'https://autre.example'];
    $this->block($site)->blockValidate($form, $site);
    $this->assertSame(['api'], array_keys($site->errors));
  }

  /**
   * Makes a block.
   */
  private function block(Site $site, array $configuration = []): BookingBlock {
    return BookingBlock::create($site->container(), $configuration, 'creno_booking', ['provider' => 'creno']);
  }

  /**
   * Renders what a block built.
   */
  private function html(Site $site, array $build): string {
    return trim((string) $site->renderInIsolation($build));
  }

}
