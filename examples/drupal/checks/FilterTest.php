<?php

declare(strict_types=1);

namespace Creno\Checks;

use Drupal\creno\Plugin\Filter\EmbedFilter;
use PHPUnit\Framework\TestCase;

/**
 * Checks the text filter.
 */
class FilterTest extends TestCase {

  private const SERVER = 'https://rdv.example.fr';

  /**
   * A shortcode becomes what a block would show.
   */
  public function testProcess(): void {
    $result = $this->filter(new Site(self::SERVER))
      ->process('<p>Un</p><p>[creno agency=&quot;paris-opera&quot; lang="en"]</p>', 'fr');
    $this->assertSame(
      '<p>Un</p><creno-booking api="https://rdv.example.fr" agency="paris-opera" lang="en">'
      . '<a href="https://rdv.example.fr/rdv?agence=paris-opera&amp;lang=en" class="creno-booking-link">Book an appointment</a></creno-booking>',
      $result->getProcessedText(),
    );
    $this->assertSame(['library' => ['creno/widget']], $result->getAttachments());
    $this->assertSame(['config:creno.settings'], $result->getCacheTags());
    $this->assertSame(['languages:language_interface'], $result->getCacheContexts());
  }

  /**
   * The language of the text comes before that of the interface.
   */
  public function testLanguage(): void {
    $filter = $this->filter(new Site(self::SERVER, 'fr'));
    $this->assertStringContainsString(' lang="en"', $filter->process('[creno]', 'en')->getProcessedText());
    $this->assertStringContainsString(' lang="fr"', $filter->process('[creno]', 'und')->getProcessedText());
    $this->assertStringContainsString(' lang="fr"', $filter->process('[creno]', NULL)->getProcessedText());
  }

  /**
   * Other texts stay, byte for byte, and pages without widget load nothing.
   */
  public function testOtherTexts(): void {
    $filter = $this->filter(new Site(self::SERVER));
    foreach (['<p>Un<br/>deux &eacute;', '<p>[creno onclick="a"]<br/></p>', '<a title=\'[creno agency="a"]\'>b</a>'] as $text) {
      $result = $filter->process($text, 'fr');
      $this->assertSame($text, $result->getProcessedText());
      $this->assertSame([], $result->getAttachments());
    }
  }

  /**
   * A shortcode shows nothing without a server, until there is one.
   */
  public function testWithoutServer(): void {
    $result = $this->filter(new Site(''))->process('<p>a</p><p>[creno]</p>', 'fr');
    $this->assertSame('<p>a</p>', $result->getProcessedText());
    $this->assertSame(['config:creno.settings'], $result->getCacheTags());
  }

  /**
   * The tips hold the shortcode as it is to be written.
   */
  public function testTips(): void {
    $filter = $this->filter(new Site(self::SERVER));
    $this->assertStringContainsString('[creno agency="paris-opera" ', (string) $filter->tips());
    $this->assertStringContainsString('channel="video" lang="fr"]', (string) $filter->tips(TRUE));
  }

  /**
   * Makes a filter.
   */
  private function filter(Site $site): EmbedFilter {
    return EmbedFilter::create($site->container(), [], 'creno_embed', ['provider' => 'creno']);
  }

}
