<?php

declare(strict_types=1);

namespace Drupal\Tests\creno\Kernel;

use Drupal\Core\Render\BubbleableMetadata;
use Drupal\filter\Entity\FilterFormat;
use Drupal\KernelTests\KernelTestBase;

/**
 * Tests what blocks and texts show.
 *
 * @group creno
 */
class BookingTest extends KernelTestBase {

  /**
   * The server's address.
   */
  private const SERVER = 'https://rdv.example.fr';

  /**
   * What the tests choose, as an element.
   */
  private const WIDGET = '<creno-booking api="https://rdv.example.fr" agency="paris-opera" lang="en">'
    . '<a href="https://rdv.example.fr/rdv?agence=paris-opera&amp;lang=en" class="creno-booking-link">Book an appointment</a></creno-booking>';

  /**
   * {@inheritdoc}
   */
  protected static $modules = ['block', 'creno', 'filter', 'system', 'user'];

  /**
   * {@inheritdoc}
   */
  protected function setUp(): void {
    parent::setUp();
    $this->installConfig(['creno', 'filter', 'system']);
    $this->config('creno.settings')->set('api', self::SERVER)->save();
  }

  /**
   * Tests the block's output, attachments and cacheability.
   */
  public function testBlock(): void {
    $build = $this->block(['agency' => 'paris-opera', 'theme' => '"><script>']);
    $this->assertSame(self::WIDGET, $this->render($build));
    $metadata = BubbleableMetadata::createFromRenderArray($build);
    $this->assertContains('creno/widget', $metadata->getAttachments()['library']);
    $this->assertContains('config:creno.settings', $metadata->getCacheTags());
    $this->assertContains('languages:language_interface', $metadata->getCacheContexts());
  }

  /**
   * Tests that the block shows nothing without a server.
   */
  public function testWithoutServer(): void {
    $this->config('creno.settings')->set('api', '')->save();
    $build = $this->block(['agency' => 'paris-opera']);
    $this->assertSame('', $this->render($build));
    $this->assertContains('config:creno.settings', $build['#cache']['tags']);
  }

  /**
   * Tests that the library is the server's script.
   */
  public function testLibrary(): void {
    $library = $this->container->get('library.discovery')->getLibraryByName('creno', 'widget');
    $this->assertCount(1, $library['js']);
    $script = $library['js'][0];
    $this->assertSame(self::SERVER . '/widget/v1/creno.js', $script['data']);
    $this->assertSame('external', $script['type']);
    $this->assertSame(['type' => 'module', 'crossorigin' => 'anonymous'], $script['attributes']);
  }

  /**
   * Tests that the configuration is what its schema says.
   */
  public function testValidation(): void {
    $typed_config = $this->container->get('config.typed');
    $addresses = ['' => 0, self::SERVER => 0, 'http://127.0.0.1:8080' => 0, 'rdv.example.fr' => 1, 'https://a/b?c' => 1];
    foreach ($addresses as $api => $violations) {
      $config = $typed_config->createFromNameAndData('creno.settings', ['api' => $api]);
      $this->assertCount($violations, $config->validate(), $api);
    }
  }

  /**
   * Tests shortcodes, after the restriction of HTML and before it.
   */
  public function testFilter(): void {
    $text = '<p>Un <script>x</script></p><p>[creno agency=&quot;paris-opera&quot;&nbsp;lang="en"]</p>'
      . '<p>[creno agency="paris-opera" onclick="x"]</p>';
    $build = $this->text($text, 20);
    $this->assertSame('<p>Un x</p>' . self::WIDGET . '<p>[creno agency="paris-opera" onclick="x"]</p>', $this->render($build));
    $metadata = BubbleableMetadata::createFromRenderArray($build);
    $this->assertContains('creno/widget', $metadata->getAttachments()['library']);
    $this->assertContains('config:creno.settings', $metadata->getCacheTags());

    $build = $this->text('<p>[creno agency="paris-opera" lang="en"]</p>', -20);
    $this->assertSame('<a href="https://rdv.example.fr/rdv?agence=paris-opera&amp;lang=en">Book an appointment</a>', $this->render($build));
  }

  /**
   * Builds a block.
   */
  private function block(array $configuration): array {
    return $this->container->get('plugin.manager.block')->createInstance('creno_booking', $configuration)->build();
  }

  /**
   * Builds a text whose format has the filter at a place.
   */
  private function text(string $text, int $weight): array {
    $format = 'test_' . ($weight < 0 ? 'before' : 'after');
    FilterFormat::create([
      'format' => $format,
      'name' => $format,
      'filters' => [
        'filter_html' => [
          'status' => TRUE,
          'weight' => 0,
          'settings' => ['allowed_html' => '<p> <a href>'],
        ],
        'creno_embed' => ['status' => TRUE, 'weight' => $weight],
      ],
    ])->save();
    return ['#type' => 'processed_text', '#text' => $text, '#format' => $format, '#langcode' => 'en'];
  }

  /**
   * Renders what was built.
   */
  private function render(array &$build): string {
    return trim((string) $this->container->get('renderer')->renderInIsolation($build));
  }

}
